import { fork } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../kit/root';
import { mutations, type Mutation } from './mutations';
import type { PlayReport } from './play';
import type { PlayAsk } from './player';

/** Plays in a process of its own: the substitutes for time and chance must not reach anybody else. @throws when it ends without a word. */
const playApart = (ask: PlayAsk): Promise<PlayReport> =>
  new Promise((resolve, reject) => {
    const execArgv = ['--conditions=@paygraph/source', '--require', '@swc-node/register', '--enable-source-maps'];
    const env = { ...process.env, SWC_NODE_PROJECT: join(root, 'services/_shared/tooling/tsconfig.json') };
    const child = fork(join(__dirname, 'player.ts'), [JSON.stringify(ask)], { execArgv, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', (report) => resolve(report as PlayReport));
    child.once('exit', (code) => reject(new Error(`A player of the simulation ended with ${code} and without a report`)));
  });

export type SimulationAsk = Readonly<{ histories: number; seed: number; players: number; violationsMax: number }>;

const merged = (reports: readonly PlayReport[]): PlayReport => ({
  histories: reports.reduce((sum, { histories }) => sum + histories, 0),
  steps: reports.reduce((sum, { steps }) => sum + steps, 0),
  ms: Math.max(...reports.map(({ ms }) => ms)),
  bad: reports.flatMap(({ bad }) => bad),
});

/** Plays `histories` seeds from `seed` on, shared out to several players. */
export const simulate = async ({ histories, seed, players, violationsMax }: SimulationAsk): Promise<PlayReport> => {
  const ask = (at: number): PlayAsk => ({ seed: seed + at, stride: players, histories: Math.ceil((histories - at) / players), violationsMax, traced: false, mutation: null });
  return merged(await Promise.all(Array.from({ length: players }, (_, at) => playApart(ask(at)))));
};

/** The same history once more, step by step. */
export const replay = (seed: number, mutation: string | null = null): Promise<PlayReport> =>
  playApart({ seed, stride: 1, histories: 1, violationsMax: 1, traced: true, mutation });

export type Found = Readonly<{ mutation: Mutation; report: PlayReport }>;

/** Plays with one deliberate bug until it shows, or until the mutation's number of histories is over. */
export const hunt = async (mutation: Mutation, seed: number): Promise<Found> => ({
  mutation,
  report: await playApart({ seed, stride: 1, histories: mutation.within, violationsMax: 1, traced: false, mutation: mutation.name }),
});

export const mutationsNamed = (part: string): readonly Mutation[] => mutations.filter(({ name }) => name.includes(part));
