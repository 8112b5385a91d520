import { kafkaAlone } from '../ceilings/kafka-alone';
import type { BenchContext, BenchPart } from '../context';
import { ratioFigure, type Figure } from '../figures';
import { measureUsage, type Usage } from '../host/measure-usage';
import type { System } from '../host/system';
import { sentAll, timelineGauge } from '../load/pipeline';
import { ordersOf, publishReceipts } from '../load/receipt-events';

/** Of the message that stands for a ReceiptPlanned on its topic. */
const bytes = 700;
const fewOrders = 2_000;

type Passed = Readonly<{ told: number; toldOn: number; usage: Usage }>;

const pass = async ({ store, sizes }: BenchContext, { pids }: System): Promise<Passed> => {
  const { db, fillTo } = await store();
  await fillTo(Math.min(fewOrders, sizes.events));
  const orders = await ordersOf(db, Math.min(fewOrders, sizes.events));
  const each = Math.ceil(sizes.events / orders.length);
  const gauge = await timelineGauge(db);
  const from = performance.now();
  const usage = measureUsage(pids);
  await publishReceipts(db, orders, each);
  const perSecond = (): number => (each * orders.length) / ((performance.now() - from) / 1_000);
  await gauge.reached(each * orders.length);
  const told = perSecond();
  const used = usage.stop(each * orders.length);
  await sentAll(db, 'orders_sync');
  return { told, toldOn: perSecond(), usage: used };
};

const figuresOf = ({ sizes }: BenchContext, passed: readonly Passed[], alone: readonly number[]): Figure[] => {
  const told = passed.map((one) => one.told);
  const of = (process: string): Figure => ({ name: `CPU of ${process}`, unit: 'ms/event', values: passed.map(({ usage }) => usage.cpuMsPerPiece[process] ?? 0) });
  return [
    { name: 'events at once', unit: '', values: [sizes.events] },
    { name: 'outbox -> bus -> inbox -> timeline', unit: '/s', values: told },
    { name: 'the same, and told on by orders-sync to the bus', unit: '/s', values: passed.map(({ toldOn }) => toldOn) },
    ...['fiscalization', 'orders-sync', 'postgres', 'kafka'].map(of),
    { name: 'other programs on this machine meanwhile', unit: 'cores', values: passed.map(({ usage }) => usage.othersCores) },
    ...(alone.length > 0 ? [{ name: `kafkajs alone, messages of ${bytes} bytes`, unit: '/s', values: alone }, ratioFigure('pipeline / kafkajs alone', told, alone)] : []),
  ];
};

export const events: BenchPart = {
  name: 'events',
  about: 'events from the outbox of fiscalization over the bus and the inbox of orders-sync into the timeline, and kafkajs alone',
  run: async (context) => {
    const system = await context.system();
    const [passed, alone]: [Passed[], number[]] = [[], []];
    for (let round = 0; round < context.rounds; round += 1) {
      passed.push(await pass(context, system));
      if (system.brokers.length > 0) alone.push(await kafkaAlone({ brokers: system.brokers, events: context.sizes.events, bytes }));
    }
    return figuresOf(context, passed, alone);
  },
};
