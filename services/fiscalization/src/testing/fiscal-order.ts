import type { EventBody } from '@paygraph/schema/events/index';
import { newId } from '@paygraph/shared/ids';
import { seal } from '@paygraph/shared/seal';
import type { FiscalShop } from './fiscal-shop';
import type { FiscalWorld } from './fiscal-world';

type Placed = EventBody<'orders.order.v1', 'OrderPlaced'>;
type Child = Placed['children'][number];
export type LineSeed = Readonly<Partial<Child['lines'][number]> & { total: number }>;
export type Part = Readonly<{ child: number; lines: readonly Readonly<{ line: number; quantityMilli: number; total: number }>[] }>;
export type OrderOptions = Readonly<{
  /** Lines of each child order. */
  children: readonly (readonly LineSeed[])[];
  contact?: Readonly<{ email?: string; phone?: string }>;
  vendorId?: string;
  customerId?: string;
}>;

/** An order and its one payment, and what other services say of them. */
export type FiscalOrder = Readonly<{
  orderId: string;
  paymentId: string;
  total: number;
  children: readonly Child[];
  place(): Promise<void>;
  authorize(occurredAt?: string): Promise<string>;
  capture(parts?: readonly Part[]): Promise<string>;
  refund(parts: readonly Part[]): Promise<string>;
  release(): Promise<string>;
  handOver(child?: number): Promise<string>;
}>;

const lineOf = ({ total, ...seed }: LineSeed, at: number): Child['lines'][number] => ({
  lineId: newId(), kind: 'goods', name: `Товар ${at + 1}`, sku: null, quantityMilli: 1_000, measure: 'piece', price: total, discount: 0, vatCategory: 'standard', agent: null, ...seed, total,
});

const sumOf = (rows: readonly { total: number }[]): number => rows.reduce((added, { total }) => added + total, 0);

const childrenOf = (shop: FiscalShop, { children, vendorId = null }: { children: OrderOptions['children']; vendorId?: string | null }): Child[] =>
  children.map((seeds, at) => {
    const lines = seeds.map(lineOf);
    const entity = shop.entities[at % shop.entities.length];
    return { childOrderId: newId(), number: `1001-${at + 1}`, legalEntityId: entity?.legalEntityId ?? '', warehouseId: newId(), vendorId, total: sumOf(lines), lines };
  });

const partsOf = (children: readonly Child[], parts: readonly Part[]) =>
  parts.map(({ child, lines }) => ({
    childOrderId: children[child]?.childOrderId ?? '',
    total: sumOf(lines),
    lines: lines.map(({ line, quantityMilli, total }) => ({ lineId: children[child]?.lines[line]?.lineId ?? '', quantityMilli, total })),
  }));

/** Makes an order of the shop; nothing is told of it yet. */
export const anOrder = (world: FiscalWorld, shop: FiscalShop, options: OrderOptions): FiscalOrder => {
  const { merchantId } = shop;
  const [orderId, paymentId, providerPaymentId] = [newId(), newId(), String(Math.floor(Math.random() * 1e9))];
  const children = childrenOf(shop, options);
  const total = sumOf(children);
  const legalEntityId = shop.entities[0]?.legalEntityId ?? '';
  const base = { paymentId, orderId };
  const operation = { ...base, operationId: newId(), requestId: null };
  const order = <T extends 'OrderPlaced' | 'ChildOrderHandedOver'>(type: T, body: EventBody<'orders.order.v1', T>) =>
    world.tell({ topic: 'orders.order.v1', type, aggregateId: orderId, merchantId, body: body as EventBody<'orders.order.v1', 'OrderPlaced'> });
  const payment = <T extends 'PaymentStarted' | 'PaymentAuthorized' | 'PaymentCaptured' | 'PaymentVoided' | 'PaymentRefunded'>(type: T, body: EventBody<'payments.payment.v1', T>, occurredAt?: string) =>
    world.tell({ topic: 'payments.payment.v1', type, aggregateId: paymentId, merchantId, occurredAt, body: body as EventBody<'payments.payment.v1', 'PaymentStarted'> });
  return {
    orderId,
    paymentId,
    total,
    children,
    place: async () => {
      const contact = await seal(world.kit.deps.sealingKeys.publicJwk, options.contact ?? { email: 'buyer@example.com' });
      await order('OrderPlaced', { orderId, number: '1001', customerId: options.customerId ?? null, currency: 'RUB', total, sealedContact: { payments: 'sealed', fiscalization: contact }, children });
    },
    authorize: async (occurredAt) => {
      await payment('PaymentStarted', { ...base, contractId: newId(), legalEntityId, provider: 'paykeeper', method: 'card', amount: total, currency: 'RUB' });
      return payment('PaymentAuthorized', { ...base, amount: total, providerPaymentId, contractId: newId(), holdExpiresAt: null }, occurredAt);
    },
    capture: (parts) => {
      const captured = parts === undefined ? total : sumOf(parts.flatMap(({ lines }) => lines));
      return payment('PaymentCaptured', { ...operation, captured, released: total - captured, providerPaymentId, children: parts === undefined ? [] : partsOf(children, parts) });
    },
    refund: (parts) => {
      const amount = sumOf(parts.flatMap(({ lines }) => lines));
      return payment('PaymentRefunded', { ...operation, operationId: newId(), amount, refundedTotal: amount, remaining: total - amount, providerPaymentId, children: partsOf(children, parts), reason: 'return' });
    },
    release: () => payment('PaymentVoided', { ...operation, released: total, reason: 'cancelled' }),
    handOver: (child = 0) => order('ChildOrderHandedOver', { orderId, childOrderId: children[child]?.childOrderId ?? '', handedOverAt: new Date().toISOString() }),
  };
};
