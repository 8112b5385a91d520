import type { OperationId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { PaymentEvent } from './events';
import type { Movement } from './ledger';
import { nextOperationState, type NewOperation, newOperation, type Operation, type OperationMove } from './operation';
import type { Payment, Snapshot } from './payment';
import { nextState, type PaymentMove } from './payment-state';

/** Work for later: `key` makes asking twice the same as asking once. `dueInMs` counts by the database's clock. */
export type Work = Readonly<{ kind: WorkKind; key: string; dueInMs: number; payload: Readonly<Record<string, unknown>> }>;
export const workKinds = ['payment.advance', 'payment.poll-page', 'payment.hold-clock', 'payment.examine'] as const;
export type WorkKind = (typeof workKinds)[number];

/** What is to be saved in one transaction: the payment, the operations that changed, their events, ledger rows and work. */
export type Change = Snapshot & Readonly<{ touched: readonly OperationId[]; events: readonly PaymentEvent[]; movements: readonly Movement[]; work: readonly Work[] }>;

export type NotAllowed = { kind: 'NotAllowed'; state: string; move: string };

export const unchanged = ({ payment, operations }: Snapshot): Change => ({ payment, operations, touched: [], events: [], movements: [], work: [] });

export const withPayment = (change: Change, patch: Partial<Payment>): Change => ({ ...change, payment: { ...change.payment, ...patch } });

export const moved = (change: Change, move: PaymentMove): Result<Change, NotAllowed> => {
  const state = nextState(change.payment.state, move);
  return state === null ? err({ kind: 'NotAllowed', state: change.payment.state, move }) : ok(withPayment(change, { state }));
};

export const emitted = (change: Change, event: PaymentEvent): Change => ({
  ...withPayment(change, { version: change.payment.version + 1 }),
  events: [...change.events, event],
});

export const booked = (change: Change, movement: Movement): Change => ({ ...change, movements: movement.entries.length === 0 ? change.movements : [...change.movements, movement] });
export const scheduled = (change: Change, work: Work): Change => ({ ...change, work: [...change.work, work] });

const touch = (touched: readonly OperationId[], id: OperationId): readonly OperationId[] => (touched.includes(id) ? touched : [...touched, id]);

export const withOperation = (change: Change, given: NewOperation): Change => {
  const seq = Math.max(0, ...change.operations.map((operation) => operation.seq)) + 1;
  const operation = { ...newOperation(given), seq };
  return { ...change, operations: [...change.operations, operation], touched: touch(change.touched, operation.id) };
};

export const patchedOperation = (change: Change, id: OperationId, patch: Partial<Operation>): Change => ({
  ...change,
  operations: change.operations.map((operation) => (operation.id === id ? { ...operation, ...patch } : operation)),
  touched: touch(change.touched, id),
});

/** Moves an operation by its table; a move that the table does not have is an error of the caller, never a silent jump. */
export const operationMoved = (change: Change, { operation, move, patch = {} }: { operation: Operation; move: OperationMove; patch?: Partial<Operation> }): Result<Change, NotAllowed> => {
  const state = nextOperationState(operation.state, move);
  return state === null ? err({ kind: 'NotAllowed', state: operation.state, move }) : ok(patchedOperation(change, operation.id, { ...patch, state }));
};
