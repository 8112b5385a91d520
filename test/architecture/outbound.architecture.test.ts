import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Whatever opens a line to somebody else, and the only files that may: each sets a time limit there (services/_shared/README.md lists them). */
const doors: readonly Readonly<{ what: RegExp; files: readonly string[] }>[] = [
  { what: /(await|return|=>|=|\() ?fetch\(/, files: ['gateway/src/stack/graphql-client.ts', 'gateway/src/main-job/outside.ts'] },
  { what: /from 'undici'/, files: ['services/_shared/src/http/client.ts', 'services/_shared/src/http/pools.ts'] },
  { what: /\bnew Pool\(/, files: ['services/_shared/src/http/pools.ts', 'services/_shared/src/messaging/postgres-bus.ts'] },
  { what: /\bnew Client\(/, files: ['services/_shared/src/messaging/postgres-bus-connection.ts', 'services/orders-sync/src/timeline/link.ts'] },
  { what: /\bnew DataSource\(/, files: ['services/_shared/src/db/database.ts', 'services/_shared/src/db/migrate.ts'] },
  { what: /\bnew Kafka\(/, files: ['services/_shared/src/messaging/kafka-bus.ts'] },
  { what: /\bcreateRemoteJWKSet\(/, files: ['gateway/src/auth/key-set.ts'] },
  { what: /\bnew WebSocket\(|extends WebSocket\b|webSocketImpl/, files: ['gateway/src/subscriptions/upstream.ts', 'gateway/src/main-job/watch.ts'] },
  { what: /\bnew OTLP\w+\(/, files: ['services/_shared/src/telemetry.ts'] },
  { what: /from '(node:)?(tls|dgram|http2|https)'|\b(http|https)\.(request|get)\(|\{[^}]*\b(request|connect|createConnection)\b[^}]*\} from '(node:)?(http|net)'/, files: [] },
];

const product = globSync('{services,gateway}/**/*.ts', { cwd: root }).filter((file) => !/node_modules|\/dist\/|\.test\.ts$|\/testing\//.test(file));
const texts = new Map(product.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

describe('calls out', () => {
  it.each(doors)('$what is made only where its time limit is set', ({ what, files }) => {
    expect([...texts].filter(([, text]) => what.test(text)).map(([file]) => file).sort()).toEqual([...files].sort());
  });

  it('each has its limit beside it', () => {
    const limits = /[tT]imeout|[wW]ithinMs/;
    expect(doors.flatMap(({ files }) => files).filter((file) => !limits.test(texts.get(file) ?? ''))).toEqual([]);
  });
});
