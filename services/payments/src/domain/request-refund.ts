import type { OperationId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import { err, ok, type Result } from '@paygraph/shared/result';
import { amountsOf, refundable } from './amounts';
import { emitted, scheduled, unchanged, withOperation, type Change } from './change';
import { misfit, priceLines, spread, totalOf, without, type ChildPart, type LineAsk } from './composition';
import type { PaymentError } from './errors';
import { paymentRefundStarted } from './events';
import type { MethodCapability } from './facts';
import { newOperation, type Operation, type Origin } from './operation';
import type { Snapshot } from './payment';
import { advance } from './work';

export type RefundRequest = Readonly<{
  operationId: OperationId;
  /** With neither amount, lines nor children: everything that is left. Kopecks. */
  amount?: Minor;
  lines?: readonly LineAsk[];
  children?: readonly ChildPart[];
  requestId: string | null;
  origin: Origin;
  reason: string;
}>;

/** The composition that money was taken for. */
export const capturedParts = (operations: readonly Operation[]): readonly ChildPart[] =>
  operations.find(({ kind, state }) => kind === 'capture' && state === 'succeeded')?.children ?? [];

/** What of the captured composition was neither given back nor is on its way back. */
export const remainingParts = (operations: readonly Operation[]): ChildPart[] => {
  const refunds = operations.filter(({ kind, state }) => kind === 'refund' && state !== 'failed');
  return refunds.reduce<ChildPart[]>((parts, { children, byLines }) => without(parts, children, byLines), [...capturedParts(operations)]);
};

const partsOf = ({ amount, lines, children }: RefundRequest, left: readonly ChildPart[]): readonly ChildPart[] => {
  if (children) return children;
  if (lines) return priceLines(lines, left);
  return amount === undefined ? left : spread(left, amount);
};

const sumProblem = (named: Minor | undefined, available: Minor): PaymentError | null => {
  if (named === undefined) return null;
  if (!Number.isSafeInteger(named) || named <= 0) return { kind: 'BadAmount', field: 'amount', rule: 'a refund gives back at least one kopeck' };
  return named > available ? { kind: 'AmountTooLarge', available, asked: named } : null;
};

const problemOf = (request: RefundRequest, available: Minor, left: readonly ChildPart[]): PaymentError | null => {
  const named = request.amount;
  const bad = sumProblem(named, available);
  if (bad) return bad;
  const parts = partsOf(request, left);
  const wrong = misfit(parts, left);
  if (wrong) return wrong;
  const total = totalOf(parts);
  if (total === 0) return { kind: 'AmountTooLarge', available, asked: named ?? 0 };
  if (named !== undefined && total !== named) return { kind: 'BadAmount', field: 'amount', rule: `the lines add up to ${total} kopecks` };
  return total > available ? { kind: 'AmountTooLarge', available, asked: total } : null;
};

/**
 * Reserves a refund; several may wait at once, and together they never pass what was captured. They are sent one after another.
 * Without lines the sum is laid over what is left of every line, because the refund receipt needs a composition.
 */
export const requestRefund = (snapshot: Snapshot, { capability, request }: { capability: MethodCapability; request: RefundRequest }): Result<Change, PaymentError> => {
  const { payment, operations } = snapshot;
  if (!['captured', 'partially_refunded'].includes(payment.state)) return err({ kind: 'NotRefundable', state: payment.state });
  const amounts = amountsOf(operations);
  const left = remainingParts(operations);
  const problem = problemOf(request, refundable(amounts), left);
  if (problem) return err(problem);
  const children = partsOf(request, left);
  const amount = totalOf(children);
  if (amount < amounts.captured && !capability.partialRefund) return err({ kind: 'CannotDo', capability: 'partialRefund' });
  const { operationId: id, requestId, origin, reason } = request;
  const operation = newOperation({
    id, kind: 'refund', amount, children, requestId, origin, reason, providerPaymentId: payment.providerPaymentId,
    byLines: request.amount === undefined || request.lines !== undefined || request.children !== undefined,
  });
  return ok(scheduled(emitted(withOperation(unchanged(snapshot), operation), paymentRefundStarted(payment, operation)), advance(payment)));
};
