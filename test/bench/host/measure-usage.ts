import { cpuSeconds, machineCpuSeconds } from './usage';

/** CPU milliseconds per piece of work by process, and how many cores other programs of this machine took meanwhile. Empty off Linux. */
export type Usage = Readonly<{ cpuMsPerPiece: Readonly<Record<string, number>>; othersCores: number }>;

export const measureUsage = (pids: Readonly<Record<string, number>>): { stop(pieces: number): Usage } => {
  const [before, machineBefore, from] = [cpuSeconds(pids), machineCpuSeconds(), performance.now()];
  return {
    stop: (pieces) => {
      const [after, seconds] = [cpuSeconds(pids), (performance.now() - from) / 1_000];
      const used = Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)] as const);
      const own = used.reduce((total, [, value]) => total + value, 0);
      return {
        cpuMsPerPiece: Object.fromEntries(used.map(([name, value]) => [name, (value * 1_000) / Math.max(1, pieces)])),
        othersCores: Math.max(0, machineCpuSeconds() - machineBefore - own) / seconds,
      };
    },
  };
};
