import type { SealedBinding } from './events';

type Brand = SealedBinding['brand'];

const brands: readonly (readonly [RegExp, Brand])[] = [
  [/^220[0-4]/, 'mir'],
  [/^4/, 'visa'],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 'mastercard'],
  [/^62/, 'unionpay'],
];

/** The payment system by the first digits of a masked number (ISO/IEC 7812 ranges). */
export const brandOf = (masked: string): Brand => brands.find(([prefix]) => prefix.test(masked))?.[1] ?? 'unknown';

export const last4Of = (masked: string): string | null => /(\d{4})$/.exec(masked)?.[1] ?? null;

/** "2030-03" for "03/30". */
export const expiryOf = (text: string | null): string | null => {
  const [, month, year] = /^(0[1-9]|1[0-2])\/(\d{2})$/.exec(text ?? '') ?? [];
  return month && year ? `20${year}-${month}` : null;
};
