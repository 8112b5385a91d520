export type Loop = { wake(): void; stop(): Promise<void> };

export type LoopOptions = Readonly<{
  /** Does what there is to do; `true` = there may be more, come again at once. `called`: somebody said so, it is not the slow poll. */
  step: (called: boolean) => Promise<boolean>;
  /** Longest pause between two steps when nobody wakes the loop. */
  pollMs: number;
  onError: (error: unknown) => void;
}>;

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** Runs `step` again and again, one at a time: after a wake at once, else after the poll; after failures with growing pauses. */
export const startLoop = ({ step, pollMs, onError }: LoopOptions): Loop => {
  let stopped = false;
  let woken = false;
  let hasMore = false;
  let failures = 0;
  let endPause: () => void = () => undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const turn = async (): Promise<number> => {
    const called = woken || hasMore;
    woken = false;
    try {
      hasMore = await step(called);
      failures = 0;
      return hasMore || woken ? 0 : pollMs;
    } catch (error) {
      hasMore = false;
      failures += 1;
      if (!stopped) onError(error);
      return Math.min(longestPauseMs, Math.min(pollMs, firstPauseMs) * 2 ** Math.min(failures, 8));
    }
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      const wait = await turn();
      if (wait > 0 && !stopped) await pause(wait);
    }
  };
  const ended = run();

  return {
    wake: () => {
      woken = true;
      // A wake does not shorten the pause after a failure: a broker that is down must not be hammered by every commit.
      if (failures === 0) endPause();
    },
    stop: () => {
      stopped = true;
      endPause();
      return ended;
    },
  };
};
