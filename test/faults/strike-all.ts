import { setTimeout as pause } from 'node:timers/promises';
import type { PlannedStrike } from './plan';
import type { System } from './system/system';

/** What was struck, when, and how often it did something. */
export type Struck = Readonly<{ name: string; from: number; until: number; hits: number; /** It could not be made or healed. */ error?: string }>;

export type Striking = Readonly<{ system: System; /** Durations are multiplied by it. */ scale: number; over: AbortSignal; say: (text: string) => void }>;

const shortestSeconds = 3;

const make = async ({ system, scale, say }: Striking, { strike, random }: PlannedStrike): Promise<Struck> => {
  const from = Date.now();
  const lasts = (seconds: number): Promise<void> => pause(Math.max(Math.min(seconds, shortestSeconds), seconds * scale) * 1_000);
  const done = await strike.make({ system, random, lasts }).then(
    (hits) => ({ hits }),
    (error: unknown) => ({ hits: 0, error: error instanceof Error ? error.message : String(error) }),
  );
  const until = Date.now();
  say(`  ${strike.name.padEnd(34)} ${((until - from) / 1_000).toFixed(1).padStart(5)} s  ${done.hits} hits${'error' in done ? `  ${done.error}` : ''}`);
  return { name: strike.name, from, until, ...done };
};

/** Makes the planned strikes, each at its moment; those on one target one after another. */
export const strikeAll = async (plan: readonly PlannedStrike[], striking: Striking): Promise<Struck[]> => {
  const begin = Date.now();
  const lastOn = new Map<string, Promise<unknown>>();
  const one = async (planned: PlannedStrike): Promise<Struck | undefined> => {
    await pause(Math.max(0, begin + planned.at - Date.now()), undefined, { signal: striking.over }).catch(() => undefined);
    const { target } = planned.strike;
    const mine = (lastOn.get(target) ?? Promise.resolve()).then(() => (striking.over.aborted ? undefined : make(striking, planned)));
    lastOn.set(target, mine);
    return mine;
  };
  return (await Promise.all(plan.map(one))).filter((struck) => struck !== undefined);
};
