/** Milliseconds before the n-th repeat; the last one goes on for ever. `reliability` §3.4: questions grow rare, they do not stop. */
export type Pauses = readonly [number, ...number[]];

const second = 1_000;
const minute = 60 * second;

export const pauses = {
  /** After no answer, or nonsense. */
  inquiry: [2 * second, 5 * second, 15 * second, minute, 5 * minute, 15 * minute],
  /** The provider took the call and finishes by itself. */
  accepted: [400, second, 2 * second, 5 * second, 15 * second, minute, 5 * minute, 15 * minute],
  /** The call certainly did not leave: it is simply made again. */
  notSent: [second, 2 * second, 5 * second, 15 * second, minute, 5 * minute],
  /** Looking whether an open page was paid, in case its notification is lost. */
  poll: [10 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute],
} as const satisfies Record<string, Pauses>;

export type PauseKind = keyof typeof pauses;

/** The pause before repeat number `done` + 1. `scale` shortens all of them alike, so that tests need not wait for minutes. */
export const pauseMs = (kind: PauseKind, done: number, scale = 1): number => {
  const table: readonly number[] = pauses[kind];
  const pause = table[Math.min(done, table.length - 1)] ?? minute;
  return Math.ceil(pause * scale);
};
