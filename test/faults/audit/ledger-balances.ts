import type { Check, Found } from './books';
import { groupBy, rouble, sumOf } from './group';

/** Each movement of money adds up to zero, and what a legal entity is owed is what its receipts say. */
export const ledgerBalances: Check = {
  name: 'ledger balances',
  about: 'every movement adds up to zero; a legal entity is owed what its receipts took and did not give back',
  run: ({ ledger, payments, receipts }) => {
    const orderOf = new Map(payments.map(({ id, order_id }) => [id, order_id]));
    const unbalanced: Found[] = [...groupBy(ledger, ({ operation_id, movement }) => `${operation_id} ${movement}`).values()]
      .filter((entries) => sumOf(entries, ({ amount }) => amount) !== 0)
      .map((entries) => ({ text: `the movement ${entries[0]?.movement} of operation ${entries[0]?.operation_id} does not add up`, orderId: orderOf.get(entries[0]?.payment_id ?? '') }));
    const owed = groupBy(ledger.filter(({ account }) => account === 'acquirer_receivable'), ({ payment_id, legal_entity_id }) => `${payment_id} ${legal_entity_id}`);
    const told = groupBy(receipts, ({ payment_id, legal_entity_id }) => `${payment_id} ${legal_entity_id}`);
    const isTaken = new Set(payments.filter(({ captured }) => captured > 0).map(({ id }) => id));
    const differing = [...new Set([...owed.keys(), ...told.keys()])].filter((key) => isTaken.has(key.split(' ')[0] ?? '')).flatMap((key): Found[] => {
      const [paymentId = ''] = key.split(' ');
      const inLedger = sumOf(owed.get(key) ?? [], ({ amount }) => amount);
      const onReceipts = sumOf(told.get(key) ?? [], ({ kind, total }) => (kind === 'prepayment' ? total : kind === 'closing' ? 0 : -total));
      return inLedger === onReceipts ? [] : [{ text: `payment ${paymentId}: the ledger owes a legal entity ${rouble(inLedger)}, its receipts say ${rouble(onReceipts)}`, orderId: orderOf.get(paymentId) }];
    });
    return [...unbalanced, ...differing];
  },
};
