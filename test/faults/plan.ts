import type { Random } from './random';
import type { Strike } from './strikes/strike';

export type PlannedStrike = Readonly<{ at: number; strike: Strike; random: Random }>;

const restBetweenSame = 2;

/** All strikes in the order in which they are dealt: of each kind one, then of each kind another. */
const deal = (kinds: readonly (readonly Strike[])[], random: Random): Strike[] => {
  const piles = kinds.map((kind) => random.shuffled(kind));
  const rounds = Math.max(...piles.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => random.shuffled(piles.flatMap((pile) => pile[round] ?? []))).flat();
};

/** Takes the first whose target was not struck just now. */
const takeNext = (deck: Strike[], recent: readonly string[]): Strike | undefined => {
  const index = deck.findIndex(({ target }) => !recent.includes(target));
  return deck.splice(Math.max(0, index), 1)[0];
};

/** When which fault strikes, decided by the seed alone. */
export const planStrikes = (kinds: readonly (readonly Strike[])[], { random, ms, everyMs }: { random: Random; ms: number; everyMs: number }): PlannedStrike[] => {
  const planned: PlannedStrike[] = [];
  const recent: string[] = [];
  let deck: Strike[] = [];
  for (let at = everyMs; at < ms; at += everyMs * random.between(0.5, 1.5)) {
    if (deck.length === 0) deck = deal(kinds, random);
    const strike = takeNext(deck, recent.slice(-restBetweenSame));
    if (!strike) break;
    recent.push(strike.target);
    planned.push({ at: Math.round(at), strike, random: random.child(`strike ${planned.length}`) });
  }
  return planned;
};
