import type { Rule } from './rule';

// Control characters end a receipt's line or the row in the database (U+0000); direction marks let a name show as another one.
const unprintable = /[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Printable, not blank at either end, at most `max` code points. */
export const isLine = (text: string, max: number): boolean =>
  text.length > 0 && text === text.trim() && [...text].length <= max && !unprintable.test(text);

/** @param field a text property of the input */
export const lineRule = <K extends string>(field: K, max: number): Rule<Record<K, string>> => ({
  field,
  message: `Give 1 to ${max} printable characters, without spaces around them.`,
  holds: (input) => isLine(input[field], max),
});

/** An address for receipts: tag 1117 takes 64 characters. */
export const isEmail = (text: string): boolean => text.length <= 64 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i.test(text);

/** Tag 1171: plus and digits, 19 characters at most. */
export const isReceiptPhone = (text: string): boolean => /^\+\d{5,18}$/.test(text);
