/**
 * Remembers one-time values for at least `forMs` and forgets them wholesale: two sets, the older one dropped when the younger is full of age.
 * `take` answers false when the value was seen before. Times in epoch milliseconds.
 */
export const createNonceMemory = (forMs: number): { take(nonce: string, now: number): boolean } => {
  let young = new Set<string>();
  let old = new Set<string>();
  let youngSince = 0;
  const age = (now: number): void => {
    if (now - youngSince < forMs) return;
    old = now - youngSince < 2 * forMs ? young : new Set();
    young = new Set();
    youngSince = now;
  };
  return {
    take(nonce, now) {
      age(now);
      if (young.has(nonce) || old.has(nonce)) return false;
      young.add(nonce);
      return true;
    },
  };
};
