import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Played } from './history';
import type { PlayReport } from './play';
import { hunt, mutationsNamed, replay, simulate } from './run';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const whole = (name: string, text: string, max = Number.MAX_SAFE_INTEGER): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > max) throw new Error(`--${name} takes a whole number from 1 on`);
  return value;
};

const options = () => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { histories: text, seed: text, players: text, json: text, replay: text, mutations: text, stop: text } });
  return {
    histories: whole('histories', values.histories ?? '100000'),
    seed: whole('seed', values.seed ?? String(Date.now() % 1_000_000_000)),
    players: whole('players', values.players ?? String(availableParallelism()), 64),
    violationsMax: whole('stop', values.stop ?? '10'),
    replay: values.replay === undefined ? undefined : whole('replay', values.replay),
    mutations: values.mutations,
    json: values.json,
  };
};

const tell = ({ seed, steps, violations, plan }: Played): void => {
  say(`\nseed ${seed} went wrong after ${steps} steps (play it again: npm run simulation -- --replay ${seed})`);
  say(`  ${JSON.stringify(plan)}`);
  violations.forEach((violation) => say(`  - ${violation}`));
};

const shortest = (bad: readonly Played[]): Played[] => [...bad].sort((a, b) => a.steps - b.steps);

const figures = ({ histories, steps, ms, bad }: PlayReport): string => {
  const perMinute = Math.round((histories / ms) * 60_000);
  return `${histories} histories, ${steps} steps, ${(ms / 1_000).toFixed(1)} s, ${perMinute} histories a minute, ${bad.length} went wrong`;
};

/** Each deliberate bug must be found within its number of histories. */
const huntAll = async (part: string, seed: number): Promise<{ rows: object[]; missed: number }> => {
  const rows: object[] = [];
  let missed = 0;
  for (const mutation of mutationsNamed(part)) {
    const { report } = await hunt(mutation, seed);
    const [found] = report.bad;
    if (!found) missed += 1;
    say(found ? `found by seed ${found.seed}, history ${report.histories}: ${mutation.name} | ${found.violations[0]}` : `NOT FOUND in ${report.histories}: ${mutation.name}`);
    rows.push({ name: mutation.name, histories: report.histories, found: found ?? null });
  }
  return { rows, missed };
};

const replayed = async (seed: number): Promise<number> => {
  const [played] = (await replay(seed)).bad;
  played?.trace.forEach(say);
  if (!played || played.violations.length === 0) return 0;
  tell(played);
  return 1;
};

const hunted = async (part: string, { seed, json }: { seed: number; json: string | undefined }): Promise<number> => {
  const { rows, missed } = await huntAll(part, seed);
  say(`${rows.length - missed} of ${rows.length} deliberate bugs were found`);
  if (json) writeFileSync(json, JSON.stringify({ seed, mutations: rows }, null, 2));
  return missed === 0 ? 0 : 1;
};

const main = async (): Promise<number> => {
  const asked = options();
  if (asked.replay !== undefined) return replayed(asked.replay);
  say(`seed ${asked.seed}`);
  if (asked.mutations !== undefined) return hunted(asked.mutations, asked);
  const report = await simulate(asked);
  shortest(report.bad).forEach(tell);
  say(figures(report));
  if (asked.json) writeFileSync(asked.json, JSON.stringify({ seed: asked.seed, ...report }, null, 2));
  return report.bad.length === 0 ? 0 : 1;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
