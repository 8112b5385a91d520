import type { OperationId } from '@paygraph/shared/ids';
import { minor, type Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import { amountsOf } from './amounts';
import { moved, scheduled, unchanged, withOperation, type Change } from './change';
import { misfit, spread, totalOf, type ChildPart } from './composition';
import type { PaymentError } from './errors';
import type { MethodCapability, OrderFacts } from './facts';
import type { Origin } from './operation';
import type { Snapshot } from './payment';
import { advance } from './work';

export type CaptureRequest = Readonly<{
  operationId: OperationId;
  /** Absent with no children = everything. Kopecks. */
  amount?: Minor;
  children?: readonly ChildPart[];
  requestId: string | null;
  origin: Origin;
  reason: string;
}>;
export type CaptureContext = Readonly<{ order: OrderFacts; capability: MethodCapability; request: CaptureRequest }>;

const compositionOf = ({ amount, children }: CaptureRequest, order: OrderFacts): readonly ChildPart[] => {
  if (children) return children;
  return amount === undefined || amount === order.total ? wholeOrder(order) : spread(order.children, amount);
};

/** The order as one composition, without what only this service adds to it. */
export const wholeOrder = (order: OrderFacts): ChildPart[] => order.children.map(({ childOrderId, total, lines }) => ({ childOrderId, total, lines }));

const amountProblem = (amount: number, authorized: Minor): PaymentError | null => {
  if (!Number.isSafeInteger(amount) || amount <= 0) return { kind: 'BadAmount', field: 'amount', rule: 'a capture takes at least one kopeck; to take nothing, void the payment' };
  return amount > authorized ? { kind: 'AmountTooLarge', available: authorized, asked: amount } : null;
};

/**
 * Asks for frozen money, once for a payment: all of it, or a part with the rest going back to the buyer at the same moment.
 * The composition must add up to the amount, per child order and line.
 */
export const requestCapture = (snapshot: Snapshot, { order, capability, request }: CaptureContext): Result<Change, PaymentError> => {
  const { authorized } = amountsOf(snapshot.operations);
  const capturing = moved(unchanged(snapshot), 'startCapture');
  if (!capturing.ok) return err({ kind: 'NotCapturable', state: snapshot.payment.state });
  const asked = request.amount ?? (request.children ? totalOf(request.children) : authorized);
  const problem = amountProblem(asked, authorized);
  if (problem) return err(problem);
  if (asked < authorized && !capability.partialCapture) return err({ kind: 'CannotDo', capability: 'partialCapture' });
  const children = compositionOf({ ...request, amount: asked }, order);
  const wrong = misfit(children, order.children);
  if (wrong) return err(wrong);
  if (totalOf(children) !== asked) return err({ kind: 'BadAmount', field: 'children', rule: 'the child orders must add up to the amount' });
  const { operationId: id, requestId, origin, reason } = request;
  const operation = {
    id, kind: 'capture', amount: asked, released: minor(authorized - asked), children, requestId, origin, reason, byLines: request.children !== undefined,
    providerPaymentId: snapshot.payment.providerPaymentId,
  } as const;
  return ok(scheduled(withOperation(capturing.value, operation), advance(snapshot.payment)));
};
