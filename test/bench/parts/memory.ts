import { setTimeout as pause } from 'node:timers/promises';
import type { BenchPart } from '../context';
import type { Figure } from '../figures';
import { memoryOf, withTotal } from '../host/system';
import { quickBank, useBank } from '../load/bank';
import { drain, runLevel } from '../load/levels';

const rateWhenUnknown = 4;
const sampleEveryMs = 500;

const figures = (when: string, samples: readonly Record<string, number>[]): Figure[] =>
  Object.keys(samples[0] ?? {}).map((name) => ({ name: `${when}: ${name}`, unit: 'MiB', values: samples.map((sample) => sample[name] ?? 0) }));

export const memory: BenchPart = {
  name: 'memory',
  about: 'resident memory of each process before any load and while purchases arrive at the sustained rate',
  run: async (context) => {
    const system = await context.system();
    await useBank(system, quickBank);
    const perSecond = context.sustained.get(quickBank.name) ?? rateWhenUnknown;
    const loaded: Record<string, number>[] = [];
    const running = { level: true };
    const sampling = (async () => {
      while (running.level) {
        loaded.push(withTotal(memoryOf(system.pids)));
        await pause(sampleEveryMs);
      }
    })();
    const level = await runLevel(system, { perSecond, settleSeconds: 0, seconds: context.seconds });
    running.level = false;
    await sampling;
    await drain(level);
    return [...figures('idle', [withTotal(system.idleMemory)]), ...figures('loaded', loaded)];
  },
};
