import { minor, sum, type Minor } from '@paygraph/shared/money';
import { isFinal, type Operation, type OperationKind } from './operation';

/** A payment's money in kopecks, always derived from its operations and never set by hand. */
export type Amounts = Readonly<{
  authorized: Minor;
  captured: Minor;
  released: Minor;
  refunded: Minor;
  capturePending: Minor;
  voidPending: Minor;
  refundPending: Minor;
  surplus: Minor;
  surplusReturned: Minor;
}>;

type Count = (operation: Operation) => Minor;
const amountOf: Count = ({ amount }) => amount;

/** The fold: a repeated or late answer changes an operation's state at most once, so it cannot count twice here. */
export const amountsOf = (operations: readonly Operation[]): Amounts => {
  const total = (kind: OperationKind, matches: (operation: Operation) => boolean, count: Count = amountOf): Minor =>
    sum(operations.filter((operation) => operation.kind === kind && matches(operation)).map(count));
  const isDone = ({ state }: Operation): boolean => state === 'succeeded';
  const isPending = (operation: Operation): boolean => !isFinal(operation);
  return {
    authorized: total('authorize', isDone),
    captured: total('capture', isDone),
    released: minor(total('capture', isDone, ({ released }) => released) + total('void', isDone)),
    refunded: total('refund', isDone),
    capturePending: total('capture', isPending),
    voidPending: total('void', isPending),
    refundPending: total('refund', isPending),
    surplus: total('surplus', isDone),
    surplusReturned: total('return_surplus', isDone),
  };
};

export const refundable = ({ captured, refunded, refundPending }: Amounts): Minor => minor(captured - refunded - refundPending);

/** The invariants that the database also holds by constraint; the first one broken is named. */
export const brokenInvariant = (amounts: Amounts, asked: Minor): string | null => {
  const { authorized, captured, released, refunded, refundPending, surplus, surplusReturned } = amounts;
  if (authorized > asked) return 'authorized <= amount';
  if (captured + released > authorized) return 'captured + released <= authorized';
  if (refunded + refundPending > captured) return 'refunded + refund pending <= captured';
  return surplusReturned > surplus ? 'surplus returned <= surplus' : null;
};
