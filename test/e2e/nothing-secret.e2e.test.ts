import { Client } from 'pg';
import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playMainJob } from '@paygraph/gateway/main-job/play';
import { startGatewayProcess } from '../kit/gateway-process';
import type { ServiceProcess } from '../kit/service-process';
import { startTestStack, type TestStack } from '../kit/stack';

let stack: TestStack;
let gateway: ServiceProcess;

beforeAll(async () => {
  stack = await startTestStack({ apart: ['merchants', 'tokens', 'payments', 'fiscalization', 'orders-sync'], env: { LOG_LEVEL: 'debug' } });
  gateway = await startGatewayProcess(stack.shop.stack, { LOG_LEVEL: 'debug' });
}, 150_000);
afterAll(async () => {
  await gateway.stop();
  await stack.stop();
});

/** What must not be found, by what it is; and the tables where it may stand, each with its reason. */
const canaries = (): Record<string, string> => {
  const { paykeeper, kassa, delivery } = stack.shop.stack.simulators;
  const [binding] = paykeeper.control.books().bindings;
  return {
    'the buyer\'s e-mail': 'buyer@example.com',
    'the password of the bank\'s API': paykeeper.password,
    'the secret word': paykeeper.secret,
    'the password of the register': kassa.password,
    'the carrier\'s secret': delivery.secret,
    'the reference of the saved card': binding?.bankId ?? 'no binding was made',
    'a bearer token': stack.shop.customerToken,
    'the key of the internal identity': stack.shop.stack.world.identityKeys.current.secret,
  };
};

// The bank sends these itself: what it sent is kept as it came, for disputes, behind row-level security and out of the graph.
const rawByDesign = ['payments.provider_notification'];

const everyRow = async function* (ownerUrl: string): AsyncGenerator<{ table: string; row: string }> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      for (const { row } of rows) yield { table: name, row };
    }
  } finally {
    await client.end();
  }
};

const found = (text: string): string[] => Object.entries(canaries()).filter(([, canary]) => text.includes(canary)).map(([what]) => what);

describe('nothing secret or personal', () => {
  it('is in a log, a table or a message after a purchase and its failures', async () => {
    const { shop, processes } = stack;
    const { paykeeper, kassa } = shop.stack.simulators;
    paykeeper.control.setFaults({ malformed: { value: 'json', endpoint: '/change/invoice/preview/', times: 1 }, loseAnswer: { endpoint: '/change/payment/capture/', times: 1 } });
    kassa.control.setFaults({ error5xxAfter: { endpoint: '/change/receipt/print/', times: 1 } });
    await playMainJob(shop, demoBasket('SECRET-1'), () => undefined);
    const refusals = await Promise.all([
      fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${shop.customerToken}` }, body: '{"query":"{ orders { edges { node { id } } } }"}' }),
      fetch(`${shop.stack.services.payments.url}/webhooks/paykeeper/${shop.stack.merchantId}/${shop.merchant.contractId}`, { method: 'POST', body: `id=1&sum=1.00&clientid=buyer@example.com&orderid=x&key=${paykeeper.secret}` }),
    ]);

    const outputs = [...processes.entries(), ['gateway', gateway] as const];
    const leaks: string[] = [];
    for (const [name, process] of outputs) leaks.push(...found(process.output()).map((what) => `${what} in the log of ${name}`));
    for await (const { table, row } of everyRow(shop.stack.world.ownerUrl)) {
      if (!rawByDesign.includes(table)) leaks.push(...found(row).map((what) => `${what} in ${table}`));
    }
    for (const answer of refusals) leaks.push(...found(await answer.text()).map((what) => `${what} in an answer`));
    expect(outputs.every(([, process]) => process.output().length > 0)).toBe(true);
    expect([...new Set(leaks)]).toEqual([]);
  }, 120_000);

  it('would be found: the raw notification holds the buyer\'s e-mail', async () => {
    const rows: string[] = [];
    for await (const { table, row } of everyRow(stack.shop.stack.world.ownerUrl)) if (rawByDesign.includes(table)) rows.push(row);
    const bytes = rows.flatMap((row) => [...row.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString()));
    expect([...rows, ...bytes].some((text) => text.includes('buyer%40example.com') || text.includes('buyer@example.com'))).toBe(true);
  });
});
