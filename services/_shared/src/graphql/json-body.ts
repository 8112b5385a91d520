import { err, ok, type Result } from '../result';

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
const depthMax = 30;

const forbiddenText = /\u0000|\p{Surrogate}/u;
const hasForbiddenText = (text: string): boolean => forbiddenText.test(text);

const isHarmful = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return hasForbiddenText(value);
  if (typeof value !== 'object' || value === null) return false;
  if (depth > depthMax) return true;
  if (Array.isArray(value)) return value.some((item) => isHarmful(item, depth + 1));
  return Object.entries(value).some(([key, item]) => forbiddenKeys.has(key) || hasForbiddenText(key) || isHarmful(item, depth + 1));
};

/**
 * Parses a JSON object and refuses what no honest client sends: keys that reach into prototypes, U+0000 (Postgres cannot hold it),
 * broken surrogate pairs, more than 30 levels. The error is a sentence for the client.
 */
export const parseJsonObject = (bytes: Uint8Array): Result<Record<string, unknown>, string> => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value !== 'object' || value === null) return err('The body is not a JSON object.');
    if (Array.isArray(value)) return err('Send one operation at a time: a list of operations is not taken.');
    if (isHarmful(value, 0)) return err('The body holds a character, a key or a nesting that is not taken: U+0000, a broken surrogate pair, "__proto__", "constructor", or more than 30 levels.');
    return ok(value as Record<string, unknown>);
  } catch {
    return err('The body is not valid JSON in UTF-8.');
  }
};
