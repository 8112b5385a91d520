/** VAT by kind; what percent `standard` means is told by the day of the receipt. */
export const vatCategories = ['standard', 'reduced', 'zero', 'none', 'usn5', 'usn7'] as const;
export type VatCategory = (typeof vatCategories)[number];

export const measures = ['piece', 'gram', 'kilogram', 'meter', 'liter'] as const;
export type Measure = (typeof measures)[number];

/** What a shop may send as a line; `delivery` lines are made here from the delivery's price. */
export const goodsKinds = ['goods', 'service'] as const;
export type LineKind = (typeof goodsKinds)[number] | 'delivery';

/** Tag 1222 and what goes with it: the seller acts for somebody else. */
export type Agent = Readonly<{
  sign: 'bank_paying_agent' | 'bank_paying_subagent' | 'paying_agent' | 'paying_subagent' | 'attorney' | 'commission_agent' | 'another';
  supplierName: string;
  supplierInn: string;
  supplierPhones: readonly string[];
}>;

/** A rule that an input broke: where (`lines[2].quantityMilli`) and what to send instead. */
export type InputProblem = Readonly<{ kind: 'InvalidInput'; field: string; rule: string }>;
export const problem = (field: string, rule: string): InputProblem => ({ kind: 'InvalidInput', field, rule });
