import type { Work } from './change';
import type { SealedBinding } from './events';
import type { Operation } from './operation';
import type { Payment } from './payment';

/** Makes or asks after the payment's next call. One row a payment: while one call is unsettled the others wait behind it. */
export const advance = ({ id }: Payment, dueInMs = 0): Work => ({ kind: 'payment.advance', key: id, dueInMs, payload: {} });
/** The next call of a payment need not wait until the question about the one that was settled by hand comes round again. */
export const advanceAfterHand = (payment: Payment, { id }: Pick<Operation, 'id'>): Work => ({ ...advance(payment), key: `${payment.id}/hand/${id}` });
/** A look that need not wait for the next one that is planned: a page that nobody may pay any more is closed. */
export const closePage = ({ id }: Payment): Work => ({ kind: 'payment.poll-page', key: `${id}/close`, dueInMs: 0, payload: { looks: 0 } });
export const pollPage = ({ id }: Payment, dueInMs: number): Work => ({ kind: 'payment.poll-page', key: id, dueInMs, payload: { looks: 0 } });
/** Keyed by the moment: an earlier end that becomes known later gets a clock of its own, and a clock that finds nothing to do stops. */
export const holdClock = ({ id, holdExpiresAt }: Payment, dueInMs: number): Work => ({
  kind: 'payment.hold-clock', key: `${id}/${holdExpiresAt?.toISOString() ?? 'none'}`, dueInMs, payload: { looks: 0 },
});

/**
 * Reads a payment at the provider: before believing a weak notification, and afterwards as a cross-check. One that brings a card is work
 * of its own: a look without it may be waiting or running already.
 */
export const examine = ({ id }: Pick<Payment, 'id'>, facts: ExamineFacts, dueInMs = 0): Work => ({
  kind: 'payment.examine', key: `${id}/${facts.providerPaymentId}${facts.binding ? '/card' : ''}`, dueInMs, payload: { ...facts, looks: 0 },
});

/** `held` and `heldUntil` (ISO) are what a notification said of the hold; absent when nobody did. `binding` is sealed already. */
export type ExamineFacts = Readonly<{ providerPaymentId: string; held?: boolean; heldUntil?: string | null; binding?: SealedBinding | null }>;
