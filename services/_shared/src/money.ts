import { err, ok, type Result } from './result';

declare const minorBrand: unique symbol;
/** A whole number of minor units (kopecks for RUB). Only `minor`, `parseMinor` and arithmetic below make one. */
export type Minor = number & { readonly [minorBrand]: true };

export const fractionDigits = { RUB: 2, USD: 2, JPY: 0, BHD: 3 } as const;
export type Currency = keyof typeof fractionDigits;
export type Money = Readonly<{ amount: Minor; currency: Currency }>;

/** @throws RangeError when the value is no whole number below 2^53. For values that our own code computed. */
export const minor = (value: number): Minor => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number of minor units: ${value}`);
  return value as Minor;
};

export const zero = minor(0);
export const add = (a: Minor, b: Minor): Minor => minor(a + b);
export const subtract = (a: Minor, b: Minor): Minor => minor(a - b);
export const sum = (values: readonly Minor[]): Minor => values.reduce(add, zero);

/** Parses "10.50" without floating point: the text is cut, never multiplied (1.15 * 100 is 114.99999999999999). */
export const parseMinor = (decimal: string, currency: Currency = 'RUB'): Result<Minor, { kind: 'NotAnAmount'; text: string }> => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(decimal.trim()) ?? [];
  const digits = fractionDigits[currency];
  const padded = fraction.padEnd(digits, '0');
  // Providers write "231.7400": zeros past the currency's digits carry nothing, anything else would be lost money.
  if (whole === '' || /[^0]/.test(padded.slice(digits))) return err({ kind: 'NotAnAmount', text: decimal });
  const value = Number(sign + whole + padded.slice(0, digits));
  return Number.isSafeInteger(value) ? ok(value as Minor) : err({ kind: 'NotAnAmount', text: decimal });
};

/** "10.50" for 1050 kopecks: the form that PayKeeper, the QR of a receipt and CommerceML want. */
export const formatMinor = (value: Minor, currency: Currency = 'RUB'): string => {
  const digits = fractionDigits[currency];
  const text = String(Math.abs(value)).padStart(digits + 1, '0');
  const cut = text.length - digits;
  return `${value < 0 ? '-' : ''}${text.slice(0, cut)}${digits > 0 ? `.${text.slice(cut)}` : ''}`;
};

/**
 * Splits `total` over `weights` in whole minor units so that the parts add up to `total` exactly.
 * Largest remainder first, ties to the earlier part, so the same input always gives the same parts.
 * Weights are non-negative; if all are zero the first part takes everything.
 */
export const allocate = (total: Minor, weights: readonly number[]): Minor[] => {
  const whole = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (weights.length === 0) return [];
  if (whole === 0n) return weights.map((_, index) => (index === 0 ? total : zero));
  const shares = weights.map((weight) => (BigInt(total) * BigInt(weight)) / whole);
  const remainders = weights.map((weight, index) => ({ index, left: (BigInt(total) * BigInt(weight)) % whole }));
  const missing = Number(BigInt(total) - shares.reduce((a, b) => a + b, 0n));
  const step = Math.sign(missing);
  const order = [...remainders].sort((a, b) => (a.left === b.left ? a.index - b.index : (a.left > b.left ? -1 : 1) * (step || 1)));
  const extra = new Set(order.slice(0, Math.abs(missing)).map(({ index }) => index));
  return shares.map((share, index) => minor(Number(share) + (extra.has(index) ? step : 0)));
};
