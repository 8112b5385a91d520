import type { OperationId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import { unchanged, type Change } from './change';
import { totalOf, without, type ChildPart } from './composition';
import type { PaymentError } from './errors';
import type { ContractCapabilities, OrderFacts } from './facts';
import type { Snapshot } from './payment';
import { requestCapture } from './request-capture';
import { remainingParts, requestRefund } from './request-refund';
import { cancelUnpaid, requestVoid } from './request-void';

type Wish = Readonly<{ operationId: OperationId; requestId: string; reason: string; capabilities: ContractCapabilities }>;
/** `NotYet`: a call of the payment has to end first. */
type Wished = Result<Change, PaymentError | { kind: 'NotYet'; waitsFor: string }>;

const notYet = (waitsFor: string): Wished => err({ kind: 'NotYet', waitsFor });
const request = ({ operationId, requestId, reason }: Wish) => ({ operationId, requestId, reason, origin: 'order' }) as const;

/** One-stage money was taken before picking; what the warehouse does not have goes back. */
const refundDownTo = (snapshot: Snapshot, wish: Wish & { children: readonly ChildPart[] }): Wished => {
  const back = without(remainingParts(snapshot.operations), wish.children, true);
  if (totalOf(back) === 0) return ok(unchanged(snapshot));
  return requestRefund(snapshot, { capabilities: wish.capabilities, request: { ...request(wish), children: back } });
};

export const orderCapture = (snapshot: Snapshot, wish: Wish & { order: OrderFacts; total: Minor; children: readonly ChildPart[] }): Wished => {
  const { state } = snapshot.payment;
  const children = wish.children.filter(({ total }) => total > 0);
  if (wish.total === 0) return orderVoid(snapshot, wish);
  switch (state) {
    case 'created':
    case 'awaiting_buyer': return notYet('the buyer has not paid yet');
    case 'capturing': return notYet('a capture is under way');
    case 'captured':
    case 'partially_refunded': return refundDownTo(snapshot, { ...wish, children });
    case 'authorized':
    case 'voiding':
    case 'voided':
    case 'declined':
    case 'cancelled':
    case 'refunded': return requestCapture(snapshot, { order: wish.order, capabilities: wish.capabilities, request: { ...request(wish), amount: wish.total, children } });
  }
};

/** Whatever the payment's state, the buyer ends with his money. */
export const orderVoid = (snapshot: Snapshot, wish: Wish): Wished => {
  switch (snapshot.payment.state) {
    case 'created':
    case 'awaiting_buyer': return ok(cancelUnpaid(snapshot));
    case 'authorized': return requestVoid(snapshot, request(wish));
    case 'capturing': return notYet('a capture is under way');
    case 'captured':
    case 'partially_refunded':
      return totalOf(remainingParts(snapshot.operations)) === 0 ? ok(unchanged(snapshot)) : requestRefund(snapshot, { capabilities: wish.capabilities, request: request(wish) });
    case 'voiding':
    case 'voided':
    case 'refunded':
    case 'declined':
    case 'cancelled': return ok(unchanged(snapshot));
  }
};

export const orderRefund = (snapshot: Snapshot, wish: Wish & { children: readonly ChildPart[] }): Wished => {
  if (['authorized', 'capturing'].includes(snapshot.payment.state)) return notYet('the money is not taken yet');
  const children = wish.children.filter(({ total }) => total > 0);
  return requestRefund(snapshot, { capabilities: wish.capabilities, request: { ...request(wish), children } });
};
