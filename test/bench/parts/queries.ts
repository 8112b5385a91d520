import { deepStrictEqual } from 'node:assert/strict';
import { startInOrder } from '@paygraph/shared/service';
import type { BenchContext, BenchPart } from '../context';
import type { Figure } from '../figures';
import { compareTargets } from '../host/compare-targets';
import { startHelper } from '../host/helper';
import type { System } from '../host/system';
import { quickBank, useBank } from '../load/bank';
import { askOnce, orderOf, questions } from '../load/questions';

const fewOrders = 200;

/** The others get what the gateway answers, and must answer the same. */
const startOthers = ({ issuer, subgraphs, identityKeys }: System, data: Readonly<Record<string, unknown>>) =>
  startInOrder(async (keep) => {
    const stock = keep(await startHelper<{ graphql: string }>('stock-gateway-process.ts', { STOCK_GATEWAY: JSON.stringify({ auth: issuer.auth, subgraphs, identityKeys }), APOLLO_TELEMETRY_DISABLED: 'true' }));
    const bare = keep(await startHelper<{ graphql: string }>('monolith-process.ts', { MONOLITH: JSON.stringify({ auth: issuer.auth, data }) }));
    return { targets: [{ name: 'stock gateway', url: stock.told.graphql, pid: stock.pid }, { name: 'bare Apollo Server', url: bare.told.graphql, pid: bare.pid }] };
  });

const measure = async (context: BenchContext, system: System): Promise<Figure[]> => {
  const { db, fillTo } = await context.store();
  await fillTo(fewOrders);
  const list = questions(system.shops[0]?.adminToken ?? '', await orderOf(db, system));
  const answers = await Promise.all(list.map(async (question) => [question.field, (JSON.parse(await askOnce(system.graphql, question)) as { data: Record<string, unknown> }).data[question.field]] as const));
  const data = Object.fromEntries(answers);
  const others = await startOthers(system, data);
  try {
    const targets = [{ name: 'gateway', url: system.graphql, pid: system.pids['gateway'] ?? 0 }, ...others.targets];
    for (const { url } of targets) for (const question of list) deepStrictEqual(JSON.parse(await askOnce(url, question)), { data: { [question.field]: data[question.field] } });
    const figures: Figure[] = [];
    for (const question of list) figures.push(...(await compareTargets(context, targets, question)));
    return figures;
  } finally {
    await others.stop();
  }
};

export const queries: BenchPart = {
  name: 'queries',
  about: 'an order with payments and receipts, and the admin list: through the gateway, through a stock @apollo/gateway, and out of the memory of one Apollo Server',
  run: async (context) => {
    const system = await context.system();
    await useBank(system, quickBank);
    return measure(context, system);
  },
};
