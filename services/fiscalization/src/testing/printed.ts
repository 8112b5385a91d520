import type { KassaSimulator } from '@paygraph/simulators/paykeeper-kassa/index';

export type SentForm = Readonly<Record<string, string> & { cart: readonly Readonly<Record<string, unknown>>[] }>;

const printPath = '/change/receipt/print/';

/** The forms that reached the register under a receipt's key, in order. */
export const formsOf = (kassa: KassaSimulator, receiptKey: string | undefined): SentForm[] =>
  kassa.journal.entries({ kind: 'request' }).flatMap(({ data }) => {
    const fields = data['fields'] as Record<string, string>;
    if (data['endpoint'] !== printPath || fields['receipt_key'] !== receiptKey) return [];
    return [{ ...fields, cart: JSON.parse(fields['cart'] ?? '[]') as SentForm['cart'] } as SentForm];
  });
