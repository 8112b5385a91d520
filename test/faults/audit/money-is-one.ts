import type { BankPayment, Books, Check, Document, Found, PaymentRow } from './books';
import { groupBy, rouble, sumOf } from './group';

type Side = Readonly<{ who: string; charged: number; kept: number }>;
type Ledger = Books['ledger'];

/** `charged`: taken and not given back. `kept`: the same and what is still held, which is what prepayment receipts were printed for. */
const bankSide = (payments: readonly BankPayment[]): Side => {
  const charged = sumOf(payments, ({ captured, refunded }) => captured - refunded);
  return { who: 'the bank', charged, kept: charged + sumOf(payments, ({ authorised, captured, released }) => authorised - captured - released) };
};

const ownSide = ({ authorized, captured, released, refunded }: PaymentRow): Side => ({ who: 'the payment', charged: captured - refunded, kept: authorized - released - refunded });

const ledgerSide = (entries: Ledger): Side => {
  const charged = sumOf(entries.filter(({ account }) => account === 'acquirer_receivable'), ({ amount }) => amount);
  return { who: 'the ledger', charged, kept: -sumOf(entries.filter(({ account }) => account === 'buyer'), ({ amount }) => amount) };
};

const printed = (documents: readonly Document[]): number =>
  sumOf(documents, ({ type, isPostSale, total }) => (type === 'refund' ? -total : isPostSale ? 0 : total));

const differences = (payment: PaymentRow, sides: readonly Side[], receipts: number): string[] => {
  const same = (values: readonly number[]): boolean => new Set(values).size === 1;
  const told = (value: 'charged' | 'kept'): string => sides.map((side) => `${side.who} ${rouble(side[value])}`).join(', ');
  return [
    ...(same(sides.map(({ charged }) => charged)) ? [] : [`charged: ${told('charged')}`]),
    ...(same(sides.map(({ kept }) => kept)) ? [] : [`charged or held: ${told('kept')}`]),
    ...(receipts === ownSide(payment).kept ? [] : [`receipts say ${rouble(receipts)}, the payment ${rouble(ownSide(payment).kept)}`]),
  ];
};

const strangers = ({ bank, payments }: Books): Found[] => {
  const known = new Set(payments.map(({ id }) => id));
  return bank.payments.filter(({ orderId }) => !known.has(orderId)).map(({ paymentId }) => ({ text: `the bank has a payment ${paymentId} that nobody here knows` }));
};

/** Charged at the bank = in the payment = in the ledger = on the receipts, for every payment. */
export const moneyIsOne: Check = {
  name: 'money is one',
  about: 'captured − refunded at the bank = of the payment = of the ledger; receipts = that and what is held',
  run: (books) => {
    const atBank = groupBy(books.bank.payments, ({ orderId }) => orderId);
    const ledger = groupBy(books.ledger, ({ payment_id }) => payment_id);
    // A register of another legal entity than the bank's does not know the bank's number, so the receipt's key leads to the payment.
    const paymentOf = new Map(books.receipts.map(({ print_key, payment_id }) => [print_key, payment_id]));
    const documents = groupBy(books.register.documents, ({ receiptKey }) => paymentOf.get(receiptKey) ?? '');
    const ofPayment = (payment: PaymentRow): Found[] => {
      const sides = [bankSide(atBank.get(payment.id) ?? []), ownSide(payment), ledgerSide(ledger.get(payment.id) ?? [])];
      return differences(payment, sides, printed(documents.get(payment.id) ?? [])).map((text) => ({ text: `payment ${payment.id}: ${text}`, orderId: payment.order_id }));
    };
    return [...books.payments.flatMap(ofPayment), ...strangers(books)];
  },
};
