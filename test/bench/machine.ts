import { cpus, loadavg, platform, release, totalmem } from 'node:os';

export type Machine = Readonly<{ cores: number; model: string; memoryGiB: number; node: string; system: string; loadBefore: readonly number[] }>;

/** Where the figures come from; `loadBefore` are the load averages of the last 1, 5 and 15 minutes. */
export const machine = (): Machine => ({
  cores: cpus().length,
  model: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  system: `${platform()} ${release()}`,
  loadBefore: loadavg().map((load) => Number(load.toFixed(2))),
});

export const machineLine = ({ cores, model, memoryGiB, node, system, loadBefore }: Machine): string =>
  `${cores} cores (${model}), ${memoryGiB} GiB, ${system}, Node ${node}, load average before: ${loadBefore.join(' ')}`;

/** Others' work on the machine makes every figure worse and none better. */
export const isBusy = ({ cores, loadBefore: [oneMinute = 0] }: Machine): boolean => oneMinute > cores / 2;
