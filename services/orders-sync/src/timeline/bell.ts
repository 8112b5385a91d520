/** Wakes one sleeper; a ring between `reset` and `wait` is not lost. */
export type Bell = Readonly<{ ring: () => void; reset(): void; wait(ms: number): Promise<void> }>;

export const createBell = (): Bell => {
  let hasRung = false;
  let wakeUp: () => void = () => undefined;
  return {
    ring: () => {
      hasRung = true;
      wakeUp();
    },
    reset: () => void (hasRung = false),
    wait: (ms) =>
      new Promise((resolve) => {
        if (hasRung) return resolve();
        const timer = setTimeout(resolve, ms);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
};
