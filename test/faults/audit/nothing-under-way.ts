import type { Books, Check, Found } from './books';

const restingStates = new Set(['awaiting_buyer', 'authorized', 'captured', 'partially_refunded', 'declined', 'cancelled', 'voided', 'refunded']);

const operations = ({ operations: all, payments }: Books): Found[] => {
  const orderOf = new Map(payments.map(({ id, order_id }) => [id, order_id]));
  return all
    .filter(({ state }) => !['succeeded', 'failed'].includes(state))
    .map(({ id, kind, state, payment_id }) => ({ text: `the ${kind} ${id} of payment ${payment_id} is ${state}`, orderId: orderOf.get(payment_id) }));
};

const payments = ({ payments: all }: Books): Found[] => [
  ...all.filter(({ state, refund_pending }) => !restingStates.has(state) || refund_pending > 0).map(({ id, state, order_id }) => ({ text: `payment ${id} stays ${state}`, orderId: order_id })),
  ...all.filter(({ review_reason }) => review_reason !== null).map(({ id, review_reason, order_id }) => ({ text: `payment ${id} waits for a person: ${review_reason}`, orderId: order_id })),
];

const receipts = ({ receipts: all }: Books): Found[] =>
  all.filter(({ state }) => state !== 'registered').map(({ id, kind, state, problem, order_id }) => ({ text: `the ${kind} receipt ${id} is ${state}${problem ? ` (${problem})` : ''}`, orderId: order_id }));

const requests = ({ openRequests }: Books): Found[] => openRequests.map(({ id, kind, state, order_id }) => ({ text: `the order's request ${id} for a ${kind} is ${state}`, orderId: order_id }));

const atTheBank = ({ bank, payments: all }: Books): Found[] => {
  const orderOf = new Map(all.map(({ id, order_id }) => [id, order_id]));
  return bank.payments.filter(({ refundsStarted }) => refundsStarted > 0).map(({ paymentId, orderId }) => ({ text: `the bank is still giving money back, payment ${paymentId}`, orderId: orderOf.get(orderId) }));
};

/** After everything healed nothing may be unknown, half done, or waiting for a person. */
export const nothingUnderWay: Check = {
  name: 'nothing under way',
  about: 'no operation, payment, receipt or request is unknown, unfinished or refused',
  run: (books) => [...operations(books), ...payments(books), ...receipts(books), ...requests(books), ...atTheBank(books)],
};
