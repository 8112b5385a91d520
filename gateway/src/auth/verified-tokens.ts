import { hash } from 'node:crypto';
import type { Clock } from '@paygraph/shared/clock';
import type { Actor } from '@paygraph/shared/identity';
import { recentlyUsed } from '../recently-used';

/** Who showed a good token a moment ago, so that its signature is not computed again for each of his requests. */
export type VerifiedTokens = Readonly<{
  find(token: string): Actor | undefined;
  /** `reading` of the key set with which the token was verified. */
  keep(token: string, actor: Actor, reading: number | null): void;
  size(): number;
}>;

const tokensMax = 10_000;

// The tokens themselves are not kept in memory: who could read it would have them all.
const nameOf = (token: string): string => hash('sha256', token, 'base64url');

/**
 * At most 10 000 tokens, each until its own end, all of them only until the issuer's keys are fetched again: a key that was taken back
 * is refused as soon as it would be without this.
 */
export const verifiedTokens = (reading: () => number | null, clock: Clock, max = tokensMax): VerifiedTokens => {
  const actors = recentlyUsed<Actor>(max);
  let known: number | null = null;
  const isCurrent = (): boolean => {
    const current = reading();
    if (current !== known) actors.clear();
    known = current;
    return current !== null;
  };
  return {
    find: (token) => {
      if (!isCurrent()) return undefined;
      const name = nameOf(token);
      const actor = actors.get(name);
      if (!actor || actor.expiresAt > clock().getTime()) return actor;
      actors.delete(name);
      return undefined;
    },
    keep: (token, actor, readWith) => {
      if (isCurrent() && readWith === known) actors.set(nameOf(token), actor);
    },
    size: () => actors.size(),
  };
};
