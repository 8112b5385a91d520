import { err, ok, type Result } from '@paygraph/shared/result';
import { amountsOf } from './amounts';
import { booked, emitted, moved, operationMoved, scheduled, unchanged, withPayment, type Change, type NotAllowed } from './change';
import {
  paymentCaptured, paymentDeclined, paymentOperationFailed, paymentOperationUnknown, paymentPageOpened, paymentRefunded, paymentVoided,
} from './events';
import type { OrderFacts } from './facts';
import * as ledger from './ledger';
import { reviewed } from './money-arrival';
import type { Operation } from './operation';
import type { Snapshot } from './payment';
import type { PaymentMove } from './payment-state';
import type { OpenedPage } from './provider';
import { pollPage } from './work';

/** What is now known of a call that was made. */
export type Outcome =
  | Readonly<{ kind: 'done'; ref: string | null; page?: OpenedPage }>
  /** `attended`: a person knows of it already. */
  | Readonly<{ kind: 'failed'; reason: string; attended?: boolean }>
  | Readonly<{ kind: 'accepted' }>
  | Readonly<{ kind: 'lost'; reason: string; proof?: boolean }>
  /** Nothing came of the call, or calling twice is the same as once: it goes back to the start. */
  | Readonly<{ kind: 'repeat'; keepProofs: boolean }>
  | Readonly<{ kind: 'not-sent'; reason: string }>;
export type SettleContext = Readonly<{ order: OrderFacts; firstLookMs: number }>;
type Settled = Result<Change, NotAllowed>;

const opened = (change: Change, page: OpenedPage | undefined, firstLookMs: number): Settled => {
  if (!page) return ok(change);
  const known = withPayment(change, { pageId: page.id, pageUrl: page.url, pageExpiresAt: page.expiresAt });
  const watched = scheduled(known, pollPage(known.payment, firstLookMs));
  const waiting = moved(watched, 'openPage');
  // Paid or cancelled before our own call was answered: the page is noted, the state stays.
  return waiting.ok ? ok(emitted(waiting.value, paymentPageOpened(waiting.value.payment, page.expiresAt))) : ok(watched);
};

const tookMoney = (change: Change, operation: Operation, order: OrderFacts): Settled => {
  const captured = moved(change, 'capture');
  if (!captured.ok) return captured;
  return ok(booked(emitted(captured.value, paymentCaptured(captured.value.payment, operation)), ledger.captured(operation.id, order, operation)));
};

const gaveUpHold = (change: Change, operation: Operation): Settled => {
  const voided = moved(change, 'void');
  if (!voided.ok) return voided;
  return ok(booked(emitted(voided.value, paymentVoided(voided.value.payment, operation)), ledger.voided(operation.id, operation.amount)));
};

const gaveBack = (change: Change, operation: Operation, order: OrderFacts): Settled => {
  const { captured, refunded } = amountsOf(change.operations);
  const next = moved(change, refunded === captured ? 'refundAll' : 'refundPart');
  if (!next.ok) return next;
  return ok(booked(emitted(next.value, paymentRefunded(next.value, operation)), ledger.refunded(operation.id, order, operation.children)));
};

const succeeded = (change: Change, operation: Operation, { page, order, firstLookMs }: SettleContext & { page?: OpenedPage }): Settled => {
  switch (operation.kind) {
    case 'open_page': return opened(change, page, firstLookMs);
    case 'capture': return tookMoney(change, operation, order);
    case 'void': return gaveUpHold(change, operation);
    case 'refund': return gaveBack(change, operation, order);
    case 'return_surplus': return ok(booked(change, ledger.surplusReturned(operation.id, operation.amount)));
    case 'authorize':
    case 'surplus': return err({ kind: 'NotAllowed', state: operation.kind, move: 'succeed' });
  }
};

const backTo: Partial<Record<Operation['kind'], PaymentMove>> = { capture: 'rejectCapture', void: 'rejectVoid' };

/** Nobody waits at a screen for these, and nothing asks for them again: without a person the money would stay where it is. */
const isUnattended = ({ kind, origin }: Operation): boolean => kind === 'return_surplus' || (origin === 'order' && kind !== 'open_page');

const failed = (change: Change, operation: Operation, { reason, attended = false }: Outcome & { kind: 'failed' }): Settled => {
  const heard = emitted(change, paymentOperationFailed(change.payment, operation, reason));
  const told = !attended && isUnattended(operation) ? reviewed(heard, `the provider refused the ${operation.kind} ${operation.id}, and it is not tried again by itself`) : heard;
  if (operation.kind === 'open_page') {
    const declined = moved(told, 'decline');
    if (!declined.ok) return ok(told);
    return ok(emitted(withPayment(declined.value, { declineReason: 'provider_refused' }), paymentDeclined(change.payment, 'provider_refused', reason)));
  }
  const move = backTo[operation.kind];
  return move ? moved(told, move) : ok(told);
};

const then = (made: Settled, next: (change: Change) => Settled): Settled => (made.ok ? next(made.value) : made);

/**
 * Writes down what became of a call. Only an operation that is still open can be settled, so an answer that comes twice, or late,
 * finds nothing to do and is refused by the operation's table.
 */
export const settled = (snapshot: Snapshot, operation: Operation, { outcome, context }: { outcome: Outcome; context: SettleContext }): Settled => {
  const change = unchanged(snapshot);
  switch (outcome.kind) {
    case 'done': return then(operationMoved(change, { operation, move: 'succeed', patch: { providerRef: outcome.ref } }), (done) => succeeded(done, operation, { ...context, page: outcome.page }));
    case 'failed': return then(operationMoved(change, { operation, move: 'fail', patch: { failure: outcome.reason } }), (over) => failed(over, operation, outcome));
    case 'accepted': return operation.state === 'accepted' ? ok(change) : operationMoved(change, { operation, move: 'accept', patch: { inquiries: 0, proofs: 0 } });
    case 'not-sent': return operationMoved(change, { operation, move: 'return', patch: { sentAt: null, failure: outcome.reason } });
    case 'repeat': return operationMoved(change, { operation, move: 'return', patch: { wasUnknown: true, doubt: null, ...(outcome.keepProofs ? {} : { proofs: 0 }) } });
    case 'lost': return lost(change, operation, outcome);
  }
};

/** No usable answer came: told to the world once, however many questions follow. */
export const lost = (change: Change, operation: Operation, { reason, proof = false }: { reason: string; proof?: boolean }): Settled => {
  if (operation.state === 'unknown') return ok(change);
  const patch = { wasUnknown: true, inquiries: operation.wasUnknown ? operation.inquiries : 0, proofs: operation.proofs + (proof ? 1 : 0), failure: reason };
  const unknown = operationMoved(change, { operation, move: 'lose', patch });
  if (!unknown.ok || operation.wasUnknown) return unknown;
  return ok(emitted(unknown.value, paymentOperationUnknown(change.payment, operation)));
};
