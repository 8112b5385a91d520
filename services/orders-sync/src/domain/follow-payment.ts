import { assertNever } from '@paygraph/shared/result';
import { nextChildStatus } from './child-status';
import type { Change } from './happening';
import { keptMilli } from './line-parts';
import { moveChild, moveChildren } from './move-child';
import type { Child, Order } from './order';
import { closeRequests, noteAllBack, noteForeignRefund, noteTaken, withoutOldCaptures, withPayment } from './payment-books';
import { isOutlived, paymentStage, type PaymentView } from './payment-stage';
import type { PaymentTold } from './payment-told';

type Told<K extends PaymentTold['kind']> = Extract<PaymentTold, { kind: K }>;

const secured = (change: Change, at: Date): Change => moveChildren(change, { event: 'secure', reason: 'the money is held', at });

const authorized = ({ paymentId, amount }: Told<'authorized'>, change: Change): Order => {
  const before = change.order.payments.find(({ id }) => id === paymentId)?.state;
  // An order has one hold at a time: a new one means that the one before it has ended, also when that has not been told yet.
  const isNewHold = before !== 'authorized' && before !== 'captured';
  const held = withPayment(isNewHold ? withoutOldCaptures(change.order) : change.order, paymentId, (known) => ({ ...known, state: known.state === 'captured' ? 'captured' : 'authorized', authorized: amount }));
  // A void that was asked while the buyer was still paying is over and did not stop this money: it is asked again.
  return closeRequests(held, 'done', ({ kind }) => kind === 'void');
};

const captured = ({ paymentId, captured: amount, children, requestId }: Told<'captured'>, order: Order): Order => {
  const taken = withPayment(order, paymentId, (known) => ({ ...known, state: 'captured', captured: amount }));
  return noteTaken(closeRequests(taken, 'done', ({ kind, id }) => kind === 'capture' || id === requestId), children);
};

const unpaid = (known: PaymentView, state: 'declined' | 'voided'): PaymentView => (known.state === 'captured' ? known : { ...known, state });

/** A void that was asked while the buyer was still paying has nothing to give back any more once no payment is open. */
const withoutVoid = (order: Order): Order => (paymentStage(order.payments) === 'failed' ? closeRequests(order, 'done', ({ kind }) => kind === 'void') : order);

const declined = ({ paymentId }: Told<'declined'>, change: Change, at: Date): Change => {
  const order = withoutVoid(withPayment(change.order, paymentId, (known) => unpaid(known, 'declined')));
  const isOver = paymentStage(order.payments) === 'failed' && order.mapping.onDeclined === 'cancelled';
  return isOver ? moveChildren({ ...change, order }, { event: 'cancel', reason: 'the payment was declined', at }) : { ...change, order };
};

const voided = ({ paymentId }: Told<'voided'>, change: Change, at: Date): Change => {
  const released = withPayment(change.order, paymentId, (known) => unpaid(known, 'voided'));
  const order = closeRequests(released, 'done', ({ kind }) => kind === 'void');
  const isOver = paymentStage(order.payments) === 'released' && order.mapping.onVoided === 'cancelled';
  return isOver ? moveChildren({ ...change, order }, { event: 'cancel', reason: 'the hold was released', at }) : { ...change, order };
};

const isGivenBack = (order: Order, child: Child): boolean =>
  child.status === 'returning' &&
  child.lines.every((line) => line.kind === 'delivery' || keptMilli(line) === 0) &&
  !order.requests.some(({ kind, state, childIds }) => kind === 'refund' && state === 'open' && childIds.includes(child.id));

const finishReturns = (change: Change, at: Date): Change =>
  change.order.children
    .filter((child) => isGivenBack(change.order, child))
    .reduce((result, { id }) => moveChild(result, { childOrderId: id, event: 'finishReturn', reason: 'the money went back', at }), change);

/** Nothing of the money is left, so nothing may leave the warehouse, and what has left is owed back. */
const endAll = (change: Change, at: Date): Change =>
  change.order.children.reduce((result, { id, status }) => {
    const move = { childOrderId: id, reason: 'all the money went back', at };
    if (nextChildStatus(status, 'cancel')) return moveChild(result, { ...move, event: 'cancel' });
    return moveChild(moveChild(result, { ...move, event: 'startReturn' }), { ...move, event: 'finishReturn' });
  }, change);

/** What a refund means for the lines: ours was noted when it was asked for, a price cut leaves the goods sold, the last of the money leaves nothing. */
const givenBack = (order: Order, { paymentId, remaining, children, byLines, requestId }: Told<'refunded'>): Order => {
  if (remaining === 0 && !isOutlived(order.payments, paymentId)) return noteAllBack(closeRequests(order, 'done', ({ kind, id }) => kind === 'refund' || id === requestId));
  if (order.requests.some(({ id }) => id === requestId)) return closeRequests(order, 'done', ({ id }) => id === requestId);
  return byLines && remaining > 0 ? noteForeignRefund(order, children) : order;
};

const refunded = (told: Told<'refunded'>, change: Change, at: Date): Change => {
  const { paymentId, refundedTotal, remaining } = told;
  const known = withPayment(change.order, paymentId, (payment) => ({ ...payment, refunded: refundedTotal }));
  const noted = { ...change, order: givenBack(known, told) };
  // A newer payment of the order is not ended by the old one's last refund, which may come late.
  const isOver = remaining === 0 && !isOutlived(known.payments, paymentId);
  return isOver ? endAll(finishReturns(noted, at), at) : finishReturns(noted, at);
};

/** Lets an order follow its money. The same news twice changes nothing the second time. */
export const followPayment = (change: Change, told: PaymentTold, at: Date): Change => {
  const { order } = change;
  switch (told.kind) {
    case 'started':
      return { ...change, order: withPayment(order, told.paymentId, (known) => known) };
    case 'authorized':
      return secured({ ...change, order: authorized(told, change) }, at);
    case 'declined':
      return declined(told, change, at);
    case 'captured':
      return secured({ ...change, order: captured(told, order) }, at);
    case 'voided':
      return voided(told, change, at);
    case 'refunded':
      return refunded(told, change, at);
    case 'failed':
      return { ...change, order: closeRequests(order, 'failed', ({ id }) => id === told.requestId) };
    default:
      return assertNever(told);
  }
};
