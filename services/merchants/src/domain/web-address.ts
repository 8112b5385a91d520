import type { Rule } from './rule';

const isLoopback = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);

// 169.254.0.0/16 and fe80::/10 hold the clouds' metadata services, which hand out the machine's own credentials.
const isLinkLocal = (hostname: string): boolean => hostname.startsWith('169.254.') || /^\[(?:fe[89ab]|::ffff:a9fe:)/.test(hostname);

export type AddressPolicy = Readonly<{ allowLoopback: boolean }>;

// A login in an address ends up in logs; a query or a fragment would be lost when paths are added.
const isBare = ({ username, password, search, hash }: URL): boolean => [username, password, search, hash].every((part) => part === '');

/** An https address without a login, a query or a fragment; http only on this machine, where nobody listens on the wire. */
export const isWebAddress = (text: string, { allowLoopback }: AddressPolicy): boolean => {
  const url = URL.canParse(text) && text.length <= 512 ? new URL(text) : null;
  if (!url || !isBare(url)) return false;
  if (isLoopback(url.hostname)) return allowLoopback && /^https?:$/.test(url.protocol);
  return url.protocol === 'https:' && !isLinkLocal(url.hostname);
};

export const addressRule = <K extends string>(field: K, policy: AddressPolicy): Rule<Record<K, string>> => ({
  field,
  message: `Give an https:// address without login, query and fragment${policy.allowLoopback ? '; http:// is for this machine only' : ''}.`,
  holds: (input) => isWebAddress(input[field], policy),
});
