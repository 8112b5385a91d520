import { planStrikes } from './plan';
import { randomFrom } from './random';
import { strikeKinds } from './strikes/index';
import { stories } from './traffic/index';
import { planArrivals } from './traffic/play';

const strikesOf = (seed: string) => planStrikes(strikeKinds, { random: randomFrom(seed), ms: 120_000, everyMs: 2_000 }).map(({ at, strike }) => `${at} ${strike.name}`);
const buyersOf = (seed: string) => planArrivals(stories, { random: randomFrom(seed), ms: 60_000, perSecond: 2 }).map(({ at, story, random }) => `${at} ${story.name} ${random.next()}`);

describe('a run', () => {
  it('has the same strikes and the same buyers from the same seed, and others from another', () => {
    expect(strikesOf('1')).toEqual(strikesOf('1'));
    expect(strikesOf('1')).not.toEqual(strikesOf('2'));
    expect(buyersOf('1')).toEqual(buyersOf('1'));
    expect(buyersOf('1')).not.toEqual(buyersOf('2'));
  });

  it('comes to every kind of strike in little more than one round of them', () => {
    const dealt = strikesOf('3').slice(0, strikeKinds.length + 8).map((line) => line.replace(/^\d+ /, ''));
    expect(strikeKinds.filter((kind) => !kind.some(({ name }) => dealt.includes(name)))).toEqual([]);
  });

  it('gives no two faults one name', () => {
    const names = strikeKinds.flat().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
