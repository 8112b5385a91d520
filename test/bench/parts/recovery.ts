import type { BenchContext, BenchPart } from '../context';
import type { Figure } from '../figures';
import { measureUsage } from '../host/measure-usage';
import type { System } from '../host/system';
import { sentAll, timelineGauge } from '../load/pipeline';
import { ordersOf, publishReceipts } from '../load/receipt-events';

const fewOrders = 10_000;

const measure = async ({ store, sizes, say }: BenchContext, system: System): Promise<Figure[]> => {
  const { db, fillTo } = await store();
  await fillTo(Math.min(fewOrders, sizes.backlog));
  const orders = await ordersOf(db, Math.min(fewOrders, sizes.backlog));
  const each = Math.ceil(sizes.backlog / orders.length);
  const backlog = each * orders.length;
  const gauge = await timelineGauge(db);
  system.signal('orders-sync', 'SIGSTOP');
  try {
    await publishReceipts(db, orders, each);
    const from = performance.now();
    await sentAll(db, 'fiscalization');
    const sent = backlog / ((performance.now() - from) / 1_000);
    say(`    ${backlog} events wait for orders-sync`);
    const usage = measureUsage(system.pids);
    const again = performance.now();
    system.signal('orders-sync', 'SIGCONT');
    await gauge.reached(backlog);
    const seconds = (performance.now() - again) / 1_000;
    const { cpuMsPerPiece, othersCores } = usage.stop(backlog);
    await sentAll(db, 'orders_sync');
    return [
      { name: 'backlog', unit: 'events', values: [backlog] },
      { name: 'relay: outbox -> bus', unit: '/s', values: [sent] },
      { name: 'orders-sync frozen, then going on: until all is in the timelines', unit: 's', values: [seconds] },
      { name: 'drained', unit: '/s', values: [backlog / seconds] },
      { name: 'until it is told on as well', unit: 's', values: [(performance.now() - again) / 1_000] },
      ...['orders-sync', 'postgres', 'kafka'].map((process) => ({ name: `CPU of ${process}`, unit: 'ms/event', values: [cpuMsPerPiece[process] ?? 0] })),
      { name: 'other programs on this machine meanwhile', unit: 'cores', values: [othersCores] },
    ];
  } finally {
    system.signal('orders-sync', 'SIGCONT');
  }
};

export const recovery: BenchPart = {
  name: 'recovery',
  about: 'orders-sync is frozen while events pile up for it on the bus; how long it takes to catch up',
  run: async (context) => measure(context, await context.system()),
};
