import type { PaymentId } from '@paygraph/shared/ids';
import { zero } from '@paygraph/shared/money';
import type { ChildPart } from './happening';
import { keptMilli } from './line-parts';
import type { Child, Line, Order, PaymentRequest } from './order';
import type { PaymentView } from './payment-stage';

const blank = (id: PaymentId): PaymentView => ({ id, state: 'started', authorized: zero, captured: zero, refunded: zero });

/** Changes what is known of one payment; one that was never heard of begins now. */
export const withPayment = (order: Order, id: PaymentId, change: (known: PaymentView) => PaymentView): Order => {
  const isKnown = order.payments.some((payment) => payment.id === id);
  const payments = isKnown ? order.payments : [...order.payments, blank(id)];
  return { ...order, payments: payments.map((payment) => (payment.id === id ? change(payment) : payment)) };
};

/** Closes the requests that `which` names. */
export const closeRequests = (order: Order, state: 'done' | 'failed', which: (request: PaymentRequest) => boolean): Order => ({
  ...order,
  requests: order.requests.map((request) => (request.state === 'open' && which(request) ? { ...request, state } : request)),
});

/** What was asked of a hold that is over, whatever came of it, says nothing of the next one. */
export const withoutOldCaptures = (order: Order): Order => ({
  ...order,
  requests: order.requests.map((request) => (request.kind === 'capture' && request.state !== 'done' ? { ...request, state: 'done' } : request)),
});

const mapLines = (order: Order, change: (line: Line, child: Child) => Line): Order => ({
  ...order,
  children: order.children.map((child) => ({ ...child, lines: child.lines.map((line) => change(line, child)) })),
});

const quantitiesOf = (parts: readonly ChildPart[]): ReadonlyMap<string, number> => new Map(parts.flatMap(({ lines }) => lines.map(({ lineId, quantityMilli }) => [lineId, quantityMilli] as const)));

/** Remembers what money was taken for. A capture that names no lines (the bank took a whole hold by itself) is for everything sold. */
export const noteTaken = (order: Order, parts: readonly ChildPart[]): Order => {
  const taken = quantitiesOf(parts);
  const takenOf = (line: Line, child: Child): number => (taken.size > 0 ? (taken.get(line.id) ?? 0) : child.status === 'cancelled' ? 0 : keptMilli(line));
  return mapLines(order, (line, child) => ({ ...line, takenMilli: takenOf(line, child) }));
};

/** A refund that somebody made by hand: its lines count as returned and asked back, so that nothing is given back twice. */
export const noteForeignRefund = (order: Order, parts: readonly ChildPart[]): Order => {
  const given = quantitiesOf(parts);
  return mapLines(order, (line) => {
    const quantity = Math.min(given.get(line.id) ?? 0, line.takenMilli - line.askedBackMilli, keptMilli(line));
    return { ...line, askedBackMilli: line.askedBackMilli + quantity, returnedMilli: line.returnedMilli + quantity };
  });
};

/** Nothing of what was taken is left: there is nothing more to ask back for any line. */
export const noteAllBack = (order: Order): Order => mapLines(order, (line) => ({ ...line, askedBackMilli: line.takenMilli }));
