import type { PaymentId } from '@paygraph/shared/ids';
import { type Minor } from '@paygraph/shared/money';

export type PaymentState = 'started' | 'authorized' | 'captured' | 'declined' | 'voided';

/** What orders-sync knows of a payment of the order, from the events of `payments`. Amounts in kopecks. */
export type PaymentView = Readonly<{ id: PaymentId; state: PaymentState; authorized: Minor; captured: Minor; refunded: Minor }>;

/** The order's money as one word, over all its payments: a second try that succeeds outweighs a first one that was declined. */
export type PaymentStage = 'none' | 'started' | 'secured' | 'captured' | 'failed' | 'released';

const stageOfState = { captured: 'captured', authorized: 'secured', started: 'started', declined: 'failed', voided: 'released' } as const satisfies Record<PaymentState, PaymentStage>;
const moneyStates: readonly PaymentState[] = ['authorized', 'captured'];
const strongest: readonly PaymentStage[] = ['captured', 'secured', 'started'];

const isSpent = ({ state, captured, refunded }: PaymentView): boolean => state === 'captured' && captured > 0 && refunded >= captured;

/** Whether another payment has the buyer's money, or one that began later may still get it. */
export const isOutlived = (payments: readonly PaymentView[], id: PaymentId): boolean => {
  const at = payments.findIndex((payment) => payment.id === id);
  return payments.some((other, index) => other.id !== id && !isSpent(other) && (other.state === 'started' ? index > at : moneyStates.includes(other.state)));
};

/**
 * Payments in the order of their start; without money held or on its way the latest one speaks. One whose money all went back is silent
 * beside one that outlives it.
 */
export const paymentStage = (all: readonly PaymentView[]): PaymentStage => {
  const payments = all.filter((payment) => !isSpent(payment) || !isOutlived(all, payment.id));
  const stages = payments.map(({ state }) => stageOfState[state]);
  return strongest.find((stage) => stages.some((own) => own === stage)) ?? stages.at(-1) ?? 'none';
};
