/** Called at a named place in the code; in the fault tests it may never return. */
export type CrashPoint = (name: string) => void;

const die = (): void => {
  // SIGKILL, not exit(): nothing may be flushed, rolled back or said goodbye to, as when the power goes.
  process.kill(process.pid, 'SIGKILL');
};

/**
 * Reads `CRASH_AT`: `name` or `name#3` for the third time that it is passed. A name without prefix also means every prefixed one
 * (`before-call` stops at `capture:before-call`). Undefined or empty gives a point that does nothing.
 */
export const crashPointsFrom = (spec: string | undefined, kill: () => void = die): CrashPoint => {
  if (spec === undefined || spec.trim() === '') return () => undefined;
  const [, wanted, times = '1'] = /^([^#]+)(?:#([1-9]\d*))?$/.exec(spec.trim()) ?? [];
  if (!wanted) throw new Error(`The crash point "${spec}" is not of the form name or name#times.`);
  let left = Number(times);
  return (name) => {
    if (name !== wanted && !name.endsWith(`:${wanted}`)) return;
    left -= 1;
    if (left === 0) kill();
  };
};
