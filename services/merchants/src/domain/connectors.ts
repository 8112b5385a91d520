import type { Problem } from './rule';

/**
 * Outside systems that a contract or a register may name, and the credentials that each connector opens. The connector's own folder
 * says how they are used; here they only keep an administrator from sealing an incomplete set that nobody can read back.
 */
export const paymentProviders: Readonly<Record<string, readonly string[]>> = { paykeeper: ['login', 'password', 'secretWord'] };
export const registerConnectors: Readonly<Record<string, readonly string[]>> = { paykeeper: ['login', 'password'] };
export const platformCredentials: readonly string[] = ['secret'];

/** Named secrets in the clear: they live in memory from the request until they are sealed, never longer. */
export type Credentials = readonly Readonly<{ name: string; value: string }>[];

const valueMax = 4_096;
const isSecret = (value: string): boolean => value.length > 0 && value.length <= valueMax && !value.includes('\0');

/** Exactly the wanted names, each once and with a value. Never says a value. */
export const credentialsProblem = (wanted: readonly string[], given: Credentials): Problem | null => {
  const complete = wanted.every((name) => given.some((one) => one.name === name && isSecret(one.value)));
  return complete && given.length === wanted.length ? null : { field: 'credentials', message: `Give exactly these, each once and not empty: ${wanted.join(', ')}.` };
};
