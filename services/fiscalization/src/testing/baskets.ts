import type { ChildOrderId, LegalEntityId, OrderLineId, PaymentId } from '@paygraph/shared/ids';
import { derivedId } from '@paygraph/shared/ids';
import { minor, sum } from '@paygraph/shared/money';
import type { ChildOrder, Order, OrderLine, VatCategory } from '../domain/goods';
import type { FiscalFacts } from '../domain/planning';
import type { VatRate } from '../domain/vat';

export const paymentId = derivedId<PaymentId>('payment');
export const childIdOf = (at: number) => derivedId<ChildOrderId>('child', String(at));
export const lineIdOf = (child: number, at: number) => derivedId<OrderLineId>('line', String(child), String(at));

export type LineSeed = Readonly<{ total: number; quantityMilli: number; vatCategory?: VatCategory }>;

const lineOf = (child: number, { total, quantityMilli, vatCategory = 'standard' }: LineSeed, at: number): OrderLine => ({
  lineId: lineIdOf(child, at), kind: 'goods', name: `Товар ${at + 1}`, quantityMilli, measure: 'piece', total: minor(total), vatCategory, agent: null,
});

const childOf = (lines: readonly LineSeed[], at: number): ChildOrder => {
  const made = lines.map((line, index) => lineOf(at, line, index));
  return { childOrderId: childIdOf(at), legalEntityId: derivedId<LegalEntityId>('entity'), total: sum(made.map(({ total }) => total)), lines: made };
};

export const orderOf = (...children: readonly (readonly LineSeed[])[]): Order => {
  const made = children.map(childOf);
  return { total: sum(made.map(({ total }) => total)), children: made };
};

export const lawfulRates: readonly VatRate[] = [
  { category: 'standard', percent: 20, from: '2019-01-01', to: '2025-12-31' },
  { category: 'standard', percent: 22, from: '2026-01-01', to: null },
  { category: 'reduced', percent: 10, from: '2019-01-01', to: null },
  { category: 'zero', percent: 0, from: '2019-01-01', to: null },
  { category: 'none', percent: null, from: '2019-01-01', to: null },
];

export const factsOf = (order: Order): FiscalFacts => ({ order, chains: new Map(), handedOver: new Map(), capturedPayments: new Set(), rates: lawfulRates });
