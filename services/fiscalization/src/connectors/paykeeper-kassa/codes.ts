/** `tax` of a cart row by tag 1199 (facts: PayKeeper's manual and official modules). A code that is not here is refused, never guessed. */
export const taxCodes: Readonly<Record<number, string>> = {
  1: 'vat20', 2: 'vat10', 3: 'vat120', 4: 'vat110', 5: 'vat0', 6: 'none', 7: 'vat5', 8: 'vat7', 9: 'vat105', 10: 'vat107', 11: 'vat22', 12: 'vat122',
};

/** `item_type` by tag 1212. */
export const itemTypes: Readonly<Record<number, string>> = { 1: 'goods', 4: 'service' };

/** `payment_type` by tag 1214. */
export const paymentTypes: Readonly<Record<number, string>> = { 1: 'prepay', 4: 'full' };

/** `measure` by tag 2108: pieces, grams, kilograms, metres, litres. */
export const measureCodes: Readonly<Record<number, string>> = { 0: 'pcs', 10: 'g', 11: 'kg', 22: 'm', 41: 'l' };

/** What a receipt's `status` means. A word that is not here means "ask again": the deadline's alarm brings a person to it. */
export const statuses: Readonly<Record<string, 'in-progress' | 'registered' | 'refused'>> = {
  created: 'in-progress',
  success: 'registered',
  failed: 'refused',
  error: 'refused',
};
export const sumFields = ['sum_cashless', 'sum_cash', 'sum_advance', 'sum_credit', 'sum_counter_payment'] as const;
