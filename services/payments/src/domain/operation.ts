import type { OperationId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import type { ChildPart } from './composition';

/**
 * `authorize` and `surplus` are facts that came from the provider; the others are calls of ours. `return_surplus` gives back money
 * that arrived although nobody had to pay it.
 */
export type OperationKind = 'open_page' | 'authorize' | 'capture' | 'void' | 'refund' | 'surplus' | 'return_surplus';
export const callKinds = ['open_page', 'capture', 'void', 'refund', 'return_surplus'] as const;
export type CallKind = (typeof callKinds)[number];

/**
 * `requested`: nothing was sent. `sent`: the call may be on its way. `accepted`: the provider took it and finishes later.
 * `unknown`: no usable answer; only an inquiry leads out of it. `succeeded` and `failed` are final.
 */
export const operationTransitions = {
  // `lose`: about to be repeated, when the earlier call turns out to have left a trace.
  requested: { send: 'sent', fail: 'failed', lose: 'unknown' },
  sent: { succeed: 'succeeded', fail: 'failed', accept: 'accepted', lose: 'unknown', return: 'requested' },
  accepted: { succeed: 'succeeded', fail: 'failed' },
  unknown: { succeed: 'succeeded', fail: 'failed', accept: 'accepted', return: 'requested' },
  succeeded: {},
  failed: {},
} as const satisfies Record<string, Partial<Record<string, string>>>;

export type OperationState = keyof typeof operationTransitions;
export type OperationMove = { [S in OperationState]: keyof (typeof operationTransitions)[S] }[OperationState] & string;

export const nextOperationState = (from: OperationState, move: OperationMove): OperationState | null => {
  const row: Partial<Record<OperationMove, OperationState>> = operationTransitions[from];
  return row[move] ?? null;
};

export type Origin = 'request' | 'order' | 'clock' | 'provider' | 'repair';

/** One thing done, or to be done, to a payment. `amount` in kopecks; `released` is what a capture or void leaves with the buyer. */
export type Operation = Readonly<{
  id: OperationId;
  seq: number;
  kind: OperationKind;
  state: OperationState;
  amount: Minor;
  released: Minor;
  requestId: string | null;
  origin: Origin;
  reason: string;
  children: readonly ChildPart[];
  /** False when a person named only a sum: such a part takes money off the lines, but no quantity. */
  byLines: boolean;
  providerPaymentId: string | null;
  /** The provider's own number of what this operation became; no two operations of a payment share one. */
  providerRef: string | null;
  /** The provider's numbers that were there before the call, none of which can be ours. */
  knownRefs: readonly string[];
  attempts: number;
  inquiries: number;
  /** How often in a row the provider showed no trace of the call. */
  proofs: number;
  /** An earlier call of this operation may have gone through. */
  wasUnknown: boolean;
  sentAt: Date | null;
  failure: string | null;
  /** Why the provider's word alone cannot settle it; then a person may. */
  doubt: string | null;
}>;

export const isFinal = ({ state }: Pick<Operation, 'state'>): boolean => state === 'succeeded' || state === 'failed';
export const isCall = (kind: OperationKind): kind is CallKind => callKinds.some((known) => known === kind);

export type NewOperation = Pick<Operation, 'id' | 'kind' | 'amount' | 'origin' | 'reason'> & Partial<Operation>;

const blank = {
  seq: 0, state: 'requested', released: 0 as Minor, requestId: null, children: [], byLines: true, providerPaymentId: null, providerRef: null,
  knownRefs: [], attempts: 0, inquiries: 0, proofs: 0, wasUnknown: false, sentAt: null, failure: null, doubt: null,
} as const;

export const newOperation = (given: NewOperation): Operation => ({ ...blank, ...given });

/** What to do next with a payment's calls: an unsettled one is asked after before anything new is sent. */
export type NextStep = Readonly<{ do: 'inquire' | 'call'; operation: Operation }> | null;

export const nextStep = (operations: readonly Operation[]): NextStep => {
  const calls = operations.filter(({ kind }) => isCall(kind)).toSorted((a, b) => a.seq - b.seq);
  const open = calls.find((operation) => !isFinal(operation) && operation.state !== 'requested');
  if (open) return { do: 'inquire', operation: open };
  const waiting = calls.find(({ state }) => state === 'requested');
  return waiting ? { do: 'call', operation: waiting } : null;
};
