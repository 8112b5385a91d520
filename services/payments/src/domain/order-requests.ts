import type { OperationId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import { unchanged, type Change } from './change';
import { cutTo, totalOf, without, type ChildPart } from './composition';
import type { PaymentError } from './errors';
import type { MethodCapability, OrderFacts } from './facts';
import type { Snapshot } from './payment';
import type { PaymentState } from './payment-state';
import { requestCapture } from './request-capture';
import { capturedParts, remainingParts, requestRefund } from './request-refund';
import { cancelUnpaid, requestVoid } from './request-void';

type Wish = Readonly<{ operationId: OperationId; requestId: string; reason: string; capability: MethodCapability }>;
/** `NotYet`: a call of the payment has to end first. */
type Wished = Result<Change, PaymentError | { kind: 'NotYet'; waitsFor: string }>;

const notYet = (waitsFor: string): Wished => err({ kind: 'NotYet', waitsFor });
const request = ({ operationId, requestId, reason }: Wish) => ({ operationId, requestId, reason, origin: 'order' }) as const;

/** One-stage money was taken before picking; what the warehouse does not have goes back. */
const refundDownTo = (snapshot: Snapshot, wish: Wish & { children: readonly ChildPart[] }): Wished => {
  const back = without(remainingParts(snapshot.operations), wish.children, true);
  if (totalOf(back) === 0) return ok(unchanged(snapshot));
  return requestRefund(snapshot, { capability: wish.capability, request: { ...request(wish), children: back } });
};

type CaptureWish = Wish & Readonly<{ order: OrderFacts; total: Minor; children: readonly ChildPart[] }>;
type How<W> = (snapshot: Snapshot, wish: W) => Wished;

const capture: How<CaptureWish> = (snapshot, wish) =>
  requestCapture(snapshot, { order: wish.order, capability: wish.capability, request: { ...request(wish), amount: wish.total, children: wish.children } });
const nothing: How<Wish> = (snapshot) => ok(unchanged(snapshot));
const waitsFor = (what: string): How<Wish> => () => notYet(what);

const captures: Readonly<Record<PaymentState, How<CaptureWish>>> = {
  created: waitsFor('the buyer has not paid yet'),
  awaiting_buyer: waitsFor('the buyer has not paid yet'),
  authorized: capture,
  capturing: waitsFor('a capture is under way'),
  captured: refundDownTo,
  partially_refunded: refundDownTo,
  // These can take nothing any more; the refusal is told to a person.
  voiding: capture,
  voided: capture,
  declined: capture,
  cancelled: capture,
  refunded: capture,
};

/** All is picked: take this much, which may be nothing at all. */
export const orderCapture: How<CaptureWish> = (snapshot, wish) => {
  if (wish.total === 0) return orderVoid(snapshot, wish);
  return captures[snapshot.payment.state](snapshot, { ...wish, children: wish.children.filter(({ total }) => total > 0) });
};

const refundRest: How<Wish> = (snapshot, wish) =>
  totalOf(remainingParts(snapshot.operations)) === 0 ? nothing(snapshot, wish) : requestRefund(snapshot, { capability: wish.capability, request: request(wish) });

const voids: Readonly<Record<PaymentState, How<Wish>>> = {
  created: (snapshot) => ok(cancelUnpaid(snapshot)),
  awaiting_buyer: (snapshot) => ok(cancelUnpaid(snapshot)),
  authorized: (snapshot, wish) => requestVoid(snapshot, request(wish)),
  capturing: waitsFor('a capture is under way'),
  captured: refundRest,
  partially_refunded: refundRest,
  voiding: nothing,
  voided: nothing,
  refunded: nothing,
  declined: nothing,
  cancelled: nothing,
};

/** Whatever the payment's state, the buyer ends with his money. */
export const orderVoid: How<Wish> = (snapshot, wish) => voids[snapshot.payment.state](snapshot, wish);

/**
 * Goods come back. The order counts in goods and does not know of prices cut by hand, so it gets what is left of the money that was
 * taken for them, which may be nothing.
 */
export const orderRefund = (snapshot: Snapshot, wish: Wish & { children: readonly ChildPart[] }): Wished => {
  const { payment: { state }, operations } = snapshot;
  if (state === 'authorized' || state === 'capturing') return notYet('the money is not taken yet');
  if (state === 'refunded') return nothing(snapshot, wish);
  const whole = capturedParts(operations);
  const children = whole.length === 0 ? wish.children : cutTo(wish.children.filter(({ total }) => total > 0), { left: remainingParts(operations), whole });
  if (children.length === 0) return nothing(snapshot, wish);
  return requestRefund(snapshot, { capability: wish.capability, request: { ...request(wish), children } });
};
