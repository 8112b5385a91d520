import { signIdentity, type Actor, type IdentityKeys } from '@paygraph/shared/identity';
import type { Clock } from '@paygraph/shared/clock';

/** One key pair for all subgraphs, or one for each: then a broken-into subgraph cannot speak as the gateway to another. */
export type SubgraphKeys = IdentityKeys | Readonly<Record<string, IdentityKeys>>;

export type Sign = (o: { actor: Actor; audience: string; method: string; path: string; bodyHash: string }) => string;

const isShared = (keys: SubgraphKeys): keys is IdentityKeys => 'kid' in (keys.current ?? {});

const keysFor = (keys: SubgraphKeys, audience: string): IdentityKeys => {
  if (isShared(keys)) return keys;
  const own = keys[audience];
  if (!own) throw new Error(`The gateway has no identity key for the subgraph "${audience}".`);
  return own;
};

export const createSigner =
  (keys: SubgraphKeys, clock: Clock): Sign =>
  (o) =>
    signIdentity({ ...o, keys: keysFor(keys, o.audience), now: clock() });
