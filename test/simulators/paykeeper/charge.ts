import { randomUUID } from 'node:crypto';
import type { DeclineReason } from './faults';
import { takeMoney } from './holds';
import type { Card, Payment, Purchase } from './payment';
import { nextPaymentId, randomDigits, shownNow, type World } from './world';

/** The provider's published test card. */
export const testCard: Card = { number: '5100********3333', expiry: '03/30', holder: 'TEST GATEWAY' };

export const declineTexts: Readonly<Record<DeclineReason, string>> = {
  insufficient_funds: 'Недостаточно средств на карте.',
  card_blocked: 'Карта заблокирована.',
  refused_by_bank: 'Операция отклонена банком.',
  canceled_by_buyer: 'Операция отменена плательщиком.',
};

/** Opens a payment; the payer has not finished. */
export const openPayment = (world: World, purchase: Purchase, from: { invoiceId?: string; makesBinding?: boolean } = {}): Payment => {
  const payment: Payment = {
    id: nextPaymentId(world), uniqueId: randomDigits(14), purchase, invoiceId: from.invoiceId ?? '', makesBinding: from.makesBinding ?? false, pendingAt: shownNow(world),
    outcome: 'pending', told: 'obtained', held: false, holdEnds: undefined, captured: 0, released: 0, refunds: [], card: undefined, bankId: '',
    repeatCounter: 0, round: 0, obtainedAt: undefined, successAt: undefined, postSaleReceipts: [],
  };
  world.payments.set(payment.id, payment);
  return payment;
};

export const decline = (world: World, payment: Payment, reason: DeclineReason): void => {
  payment.outcome = reason === 'canceled_by_buyer' ? 'canceled' : 'failed';
  world.journal.write('payment.declined', { paymentId: payment.id, reason });
};

/** The reason to decline that a fault sets for this endpoint, if any. */
export const forcedDecline = ({ faults }: World, endpoint: string): DeclineReason | undefined => {
  const fault = faults.take('declineAll', endpoint);
  return fault === true ? 'refused_by_bank' : fault;
};

const saveBinding = (world: World, payment: Payment, card: Card): void => {
  payment.bankId = randomUUID();
  world.bindings.set(payment.bankId, { bankId: payment.bankId, clientId: payment.purchase.clientId, card });
  world.journal.write('binding.created', { paymentId: payment.id, bankId: payment.bankId });
};

export const approve = (world: World, payment: Payment, { card, save }: { card: Card; save: boolean }): void => {
  payment.card = card;
  if (save || payment.makesBinding) saveBinding(world, payment, card);
  takeMoney(world, payment);
};
