import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

// Linux tells both per process; elsewhere these figures are left out.
const ticksPerSecond = 100;
const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Fields of /proc/<pid>/stat from the third on: the second is a name that may hold spaces. */
const statOf = (pid: number): number[] => readOr(`/proc/${pid}/stat`).replace(/^.*\) /s, '').split(' ').slice(1).map(Number);
/** 0 when there is no such process, or no /proc. */
export const parentOf = (pid: number): number => statOf(pid)[0] ?? 0;

/** Children by parent, read in one go: Postgres serves each connection in a process of its own. */
const families = (): ReadonlyMap<number, number[]> => {
  const children = new Map<number, number[]>();
  for (const name of readOr('/proc/self/stat') === '' ? [] : readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
};

const below = (children: ReadonlyMap<number, number[]>, pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(children, child)]);

/** Children of a process, their children, and so on. */
export const descendants = (pid: number): readonly number[] => below(families(), pid);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** CPU of the process and of its ended children. */
const ticksOf = (pid: number): number => sum(statOf(pid).slice(10, 14).filter(Number.isFinite));

/** Of each named process and its children. */
const measured = (pids: Readonly<Record<string, number>>, measure: (family: readonly number[]) => number): Record<string, number> => {
  const children = families();
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, measure([pid, ...(pid === process.pid ? [] : (children.get(pid) ?? []))])]));
};

/** CPU seconds used so far, by name. */
export const cpuSeconds = (pids: Readonly<Record<string, number>>): Record<string, number> => measured(pids, (family) => sum(family.map(ticksOf)) / ticksPerSecond);

const kilobytes = (text: string, field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);

const residentKilobytes = (family: readonly number[]): number => {
  const [only] = family;
  if (family.length === 1) return kilobytes(readOr(`/proc/${only}/status`), 'VmRSS');
  // Shared pages must not be counted once for every child.
  return sum(family.map((member) => kilobytes(readOr(`/proc/${member}/smaps_rollup`), 'Pss')));
};

/** Resident memory in MiB by name; of a process with children their proportional share. */
export const residentMiB = (pids: Readonly<Record<string, number>>): Record<string, number> => measured(pids, (family) => residentKilobytes(family) / 1_024);

/** CPU seconds that everything on this machine used since its start. */
export const machineCpuSeconds = (): number => sum(cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq)) / 1_000;
