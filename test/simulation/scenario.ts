import { derivedId, newId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import { retryReceipt } from '@paygraph/fiscalization/use-cases/retry-receipt';
import { capturePayment, refundPayment, voidPayment } from '@paygraph/payments/use-cases/request-operation';
import { startOrderPayment } from '@paygraph/payments/use-cases/start-payment';
import { payments, type PaymentRow } from './database/payments-tables';
import { receipts, type ReceiptRow } from './database/fiscal-tables';
import type { Random } from './engine/random';
import { noKeys, type FiscalNode } from './fiscal-node';
import type { Bank } from './outside/bank';
import type { SimulatedBus } from './outside/bus';
import type { Network } from './outside/network';
import { offerWishes, wish, type Wish } from './outside/people';
import { tellOf } from './outside/notifications';
import type { PaymentsNode } from './payments-node';
import { merchantId, partOf, placed, wholeOf, type Order, type ShopWay } from './shop';
import type { Store } from './database/store';

/** Everything people may do in one history, drawn before it begins. */
export type Plan = Readonly<{
  way: ShopWay;
  replicas: number;
  /** How often the buyer pays, when he is let. */
  pays: number;
  ends: readonly End[];
  refunds: number;
  handedOver: boolean;
}>;
type End = 'capture' | 'capture-part' | 'order-capture' | 'order-capture-part' | 'void' | 'order-void';

const ends: readonly (readonly End[])[] = [
  ['capture'], ['capture'], ['capture-part'], ['order-capture'], ['order-capture'], ['order-capture-part'], ['void'], ['order-void'], ['capture', 'void'], ['order-void', 'capture'], ['order-capture', 'void'], [],
];

export const aPlan = (random: Random): Plan => ({
  way: { twoStage: !random.chance(0.15), holdExpiryAction: random.chance(0.7) ? 'capture' : 'void' },
  replicas: random.chance(0.35) ? 2 : 1,
  pays: random.pick([0, 1, 1, 1, 1, 1, 1, 1, 2]),
  ends: random.pick(ends),
  refunds: random.pick([0, 0, 0, 0, 0, 0, 1, 1, 2, 3]),
  handedOver: random.chance(0.5),
});

export type Stage = Network & Readonly<{
  plan: Plan;
  order: Order;
  bus: SimulatedBus;
  bank: Bank;
  stores: Readonly<{ payments: Store; fiscal: Store }>;
  paymentsNodes: () => readonly PaymentsNode[];
  fiscalNodes: () => readonly FiscalNode[];
}>;

export type Asked = Readonly<{ wishes: Wish<PaymentsNode>[]; retries: Wish<FiscalNode>[] }>;

/** The events of the order, numbered as `orders-sync` would. */
const orderTold = ({ bus, order, scheduler }: Stage) => {
  let version = 0;
  return (type: string, body: object): void => {
    version += 1;
    const envelope = { eventId: newId(), type, version: 1, occurredAt: new Date(scheduler.now).toISOString(), aggregateId: order.id, aggregateVersion: version, merchantId, body: { orderId: order.id, ...body } };
    bus.publish({ topic: 'orders.order.v1', key: order.id, value: JSON.stringify(envelope), headers: {} });
  };
};

const current = ({ stores }: Stage): PaymentRow | undefined => stores.payments.committed(payments).find(({ state }) => !['declined', 'cancelled'].includes(state));
const isIn = (stage: Stage, ...states: readonly string[]): boolean => states.includes(current(stage)?.state ?? '');

/** Once, when `when` comes true, in a moment that the scheduler chooses. */
const offerOnce = (stage: Stage, label: string, { when, run }: { when: () => boolean; run: () => void }): void => {
  let done = false;
  stage.scheduler.sources.push((offer) => {
    if (done || !when()) return;
    offer(label, () => {
      done = true;
      run();
    });
  });
};

const buyer = (stage: Stage): void => {
  const { bank, plan, scheduler, paymentsNodes } = stage;
  let paid = 0;
  scheduler.sources.push((offer) => {
    if (paid >= plan.pays) return;
    const open = bank.openInvoices();
    if (open.length === 0) return;
    offer('the buyer pays', () => {
      paid += 1;
      const isOdd = scheduler.random.chance(0.01);
      tellOf(stage, bank.pay(scheduler.random.pick(open), isOdd), paymentsNodes);
    });
  });
};

const endsOf = (stage: Stage, tell: (type: string, body: object) => void): Wish<PaymentsNode>[] => {
  const { order, scheduler: { random }, plan } = stage;
  const id = (): string => current(stage)?.id ?? '';
  const isHeld = (): boolean => isIn(stage, 'authorized', 'capturing', 'voiding');
  const copies = random.chance(0.3) ? 2 : 0;
  const wishes: Wish<PaymentsNode>[] = [];
  const command = (label: string, ask: (node: PaymentsNode) => Promise<never>): void => void wishes.push(wish(label, { when: isHeld, copies, ask }));
  const asks: Readonly<Record<End, () => void>> = {
    capture: () => command('capture', ({ deps }) => capturePayment(deps, { merchantId, idempotencyKey: 'capture', paymentId: id() }) as Promise<never>),
    'capture-part': () => {
      const amount = minor(1 + random.below(order.total));
      command(`capture ${amount}`, ({ deps }) => capturePayment(deps, { merchantId, idempotencyKey: 'capture', paymentId: id(), amount }) as Promise<never>);
    },
    void: () => command('void', ({ deps }) => voidPayment(deps, { merchantId, idempotencyKey: 'void', paymentId: id(), reason: 'asked' }) as Promise<never>),
    'order-capture': () => offerOnce(stage, 'the order asks for a capture', { when: () => isIn(stage, 'authorized', 'captured'), run: () => tell('OrderCaptureRequested', { requestId: derivedId('wish', 'capture'), ...wholeOf(order) }) }),
    'order-capture-part': () => offerOnce(stage, 'the order asks for a part', { when: () => isIn(stage, 'authorized', 'captured'), run: () => tell('OrderCaptureRequested', { requestId: derivedId('wish', 'capture'), ...partOf(order, random) }) }),
    'order-void': () => offerOnce(stage, 'the order is off', { when: () => random.chance(0.1) || isIn(stage, 'authorized', 'captured'), run: () => tell('OrderVoidRequested', { requestId: derivedId('wish', 'void'), reason: 'off' }) }),
  };
  plan.ends.forEach((end) => asks[end]());
  return wishes;
};

const refundsOf = (stage: Stage): Wish<PaymentsNode>[] => {
  const { order, plan, scheduler: { random } } = stage;
  const id = (): string => current(stage)?.id ?? '';
  const when = (): boolean => isIn(stage, 'captured', 'partially_refunded');
  return Array.from({ length: plan.refunds }, (_, at) => {
    const amount = random.chance(0.3) ? undefined : minor(1 + random.below(order.total));
    const [line] = order.lines;
    const lines = amount === undefined && line && random.chance(0.5) ? [{ childOrderId: order.childId, lineId: line.lineId, quantityMilli: 1_000 }] : undefined;
    const ask = ({ deps }: PaymentsNode) => refundPayment(deps, { merchantId, idempotencyKey: `refund-${at}`, paymentId: id(), amount, lines, reason: 'asked' });
    return wish(`refund ${at} of ${amount ?? (lines ? 'a piece' : 'all')}`, { when, ask, copies: random.chance(0.2) ? 1 : 0 });
  });
};

const isForPerson = ({ state, overdue_since }: ReceiptRow): boolean => state === 'failed' || (state === 'unknown' && overdue_since !== null);

/** An operator looks into a receipt that cannot go on by itself. */
const operator = (stage: Stage, retries: Wish<FiscalNode>[]): void => {
  const waiting = new Set<string>();
  stage.scheduler.sources.push((offer) => {
    for (const { id, tries } of stage.stores.fiscal.committed(receipts).filter(isForPerson)) {
      const key = `${id}.${tries}`;
      if (waiting.has(key)) continue;
      offer('an operator looks at a receipt', () => {
        waiting.add(key);
        retries.push(wish(`retry ${id}`, { when: () => true, ask: ({ db }) => retryReceipt({ db, keys: noKeys })({ merchantId, receiptId: id, idempotencyKey: key, contact: null }) }));
      });
    }
  });
};

/** Puts the people of a plan on the stage. */
export const setOut = (stage: Stage): Asked => {
  const { scheduler, order, plan } = stage;
  const tell = orderTold(stage);
  const start = wish<PaymentsNode>('start', {
    when: () => true,
    ask: ({ deps }) => startOrderPayment(deps, { merchantId, idempotencyKey: 'start', orderId: order.id, method: 'card' }),
    copies: scheduler.random.chance(0.2) ? 1 : 0,
  });
  const asked: Asked = { wishes: [start, ...endsOf(stage, tell), ...refundsOf(stage)], retries: [] };
  tell('OrderPlaced', placed(order));
  if (plan.handedOver) offerOnce(stage, 'the goods are handed over', { when: () => isIn(stage, 'authorized', 'captured', 'partially_refunded'), run: () => tell('ChildOrderHandedOver', { childOrderId: order.childId, handedOverAt: new Date(scheduler.now).toISOString() }) });
  buyer(stage);
  operator(stage, asked.retries);
  offerWishes(scheduler, asked.wishes, stage.paymentsNodes);
  offerWishes(scheduler, asked.retries, stage.fiscalNodes);
  return asked;
};
