import type { PaymentId } from '@paygraph/shared/ids';
import { type Minor } from '@paygraph/shared/money';

export type PaymentState = 'started' | 'authorized' | 'captured' | 'declined' | 'voided';

/** What orders-sync knows of a payment of the order, from the events of `payments`. Amounts in kopecks. */
export type PaymentView = Readonly<{ id: PaymentId; state: PaymentState; authorized: Minor; captured: Minor; refunded: Minor }>;

/** The order's money as one word, over all its payments: a second try that succeeds outweighs a first one that was declined. */
export type PaymentStage = 'none' | 'started' | 'secured' | 'captured' | 'failed' | 'released';

const stageOfState = { captured: 'captured', authorized: 'secured', started: 'started', declined: 'failed', voided: 'released' } as const satisfies Record<PaymentState, PaymentStage>;
const strongest: readonly PaymentStage[] = ['captured', 'secured', 'started'];

/** Payments in the order of their start; without money held or on its way the latest one speaks. */
export const paymentStage = (payments: readonly PaymentView[]): PaymentStage => {
  const stages = payments.map(({ state }) => stageOfState[state]);
  return strongest.find((stage) => stages.some((own) => own === stage)) ?? stages.at(-1) ?? 'none';
};
