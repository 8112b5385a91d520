import { deepStrictEqual } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createDevIssuer } from '@paygraph/gateway/dev-tokens';
import { newId } from '@paygraph/shared/ids';
import { startInOrder, type Keep } from '@paygraph/shared/service';
import { root } from '../../kit/root';
import type { BenchContext, BenchPart } from '../context';
import type { Figure } from '../figures';
import { compareTargets, type Target } from '../host/compare-targets';
import { startHelper } from '../host/helper';
import { askOnce, questions, type Question } from '../load/questions';

const names = readdirSync(join(root, 'schema/subgraphs')).map((file) => basename(file, '.graphql'));

type Told = Readonly<{ graphql: string }>;
type Process = Readonly<{ name: string; script: string; settings: Readonly<Record<string, unknown>>; env: string }>;

const startTarget = async (keep: Keep, { name, script, settings, env }: Process): Promise<Target> => {
  const { told, pid } = keep(await startHelper<Told>(script, { [env]: JSON.stringify(settings), APOLLO_TELEMETRY_DISABLED: 'true' }));
  return { name, url: told.graphql, pid };
};

const dataOf = async (url: string, question: Question): Promise<unknown> => (JSON.parse(await askOnce(url, question)) as { data: Record<string, unknown> }).data[question.field];

type Started = Readonly<{ targets: readonly Target[]; list: readonly Question[] }>;

const startAll = (): Promise<Started & { stop(): Promise<void> }> =>
  startInOrder(async (keep): Promise<Started> => {
    const { auth, token } = await createDevIssuer();
    const { told: { subgraphs } } = keep(await startHelper<{ subgraphs: Record<string, string> }>('stub-subgraphs-process.ts', { SUBGRAPHS: names.join(',') }));
    const settings = { auth, subgraphs, identityKeys: { current: { kid: 'bench', secret: randomBytes(32).toString('base64url') } } };
    const list = questions(await token({ role: 'ADMIN', merchantId: newId(), lifeSeconds: 3_600 }), 'order-1');
    const gateway = await startTarget(keep, { name: 'gateway', script: 'gateway-process.ts', env: 'GATEWAY', settings });
    const stock = await startTarget(keep, { name: 'stock gateway', script: 'stock-gateway-process.ts', env: 'STOCK_GATEWAY', settings });
    const answers = await Promise.all(list.map(async (question) => [question.field, await dataOf(gateway.url, question)] as const));
    const bare = await startTarget(keep, { name: 'bare Apollo Server', script: 'monolith-process.ts', env: 'MONOLITH', settings: { auth, data: Object.fromEntries(answers) } });
    return { targets: [gateway, stock, bare], list };
  });

const measure = async (context: BenchContext): Promise<Figure[]> => {
  const { targets, list, stop } = await startAll();
  try {
    const [first] = targets;
    const figures: Figure[] = [];
    for (const question of list) {
      const expected = await dataOf(first?.url ?? '', question);
      for (const { url } of targets) deepStrictEqual(await dataOf(url, question), expected);
      figures.push(...(await compareTargets(context, targets, question)));
    }
    return figures;
  } finally {
    await stop();
  }
};

export const gateway: BenchPart = {
  name: 'gateway',
  about: 'the gateway alone, before subgraphs that answer bytes they remember: ours, a stock @apollo/gateway, and one Apollo Server that has the answer in memory',
  run: measure,
};
