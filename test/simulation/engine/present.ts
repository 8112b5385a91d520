/** The history that runs now, as the substituted modules see it. One at a time in a process, and all of it in one turn of the event loop. */
export const present = {
  /** Milliseconds since 1970. */
  now: 0,
  random: (): number => 0,
  newId: (): string => '',
  startedLoop: (_step: () => Promise<boolean>): void => undefined,
  startedTimer: (_run: () => void, _everyMs: number): void => undefined,
};
