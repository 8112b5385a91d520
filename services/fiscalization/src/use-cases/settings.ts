import type { PartialCapturePolicy } from '../domain/planning';

/** Pauses in milliseconds: the n-th question waits the n-th of the list, later ones the last. */
export type Pauses = Readonly<{
  /** Before a receipt that certainly did not leave is sent again. */
  unsent: readonly number[];
  /** Before a register is asked for a receipt whose answer was lost. */
  ask: readonly number[];
  /** Before an accepted receipt is looked at again. */
  poll: readonly number[];
}>;

export type FiscalSettings = Readonly<{
  pauses: Pauses;
  /** A lost request may still be on its way: the register's "no such receipt" counts only this long after the sending. */
  absentAfterMs: number;
  /** People are told about a receipt that is not registered after this time. */
  overdueAfterMs: number;
  partialCapture: PartialCapturePolicy;
  registerTimeoutMs: number;
  /** Calls to one register at once. */
  registerAtOnce: number;
  /** A register that failed five times in a row is left alone for this long. */
  registerRestMs: number;
  concurrency: number;
  /** How long a dead worker keeps its work. */
  leaseMs: number;
  /** PayKeeper's agent fields have no published names: lines with an agent sign are refused unless the operator confirmed them. */
  allowAgentLines: boolean;
}>;

const seconds = (...values: readonly number[]): readonly number[] => values.map((value) => value * 1_000);

export const defaultSettings: FiscalSettings = {
  pauses: { unsent: seconds(1, 5, 15, 60, 300), ask: seconds(5, 15, 60, 300, 900), poll: seconds(0.5, 1, 2, 5, 10, 30, 60) },
  absentAfterMs: 30_000,
  overdueAfterMs: 15 * 60_000,
  partialCapture: 'reissue',
  registerTimeoutMs: 10_000,
  registerAtOnce: 2,
  registerRestMs: 30_000,
  concurrency: 6,
  leaseMs: 30_000,
  allowAgentLines: false,
};

export const pauseAfter = (pauses: readonly number[], asks: number): number => pauses[Math.min(asks, pauses.length - 1)] ?? 1_000;

/** Every pause multiplied alike, so that the fault tests live through hours in seconds. */
export const scaled = (settings: FiscalSettings, scale: number): Pick<FiscalSettings, 'pauses' | 'absentAfterMs' | 'registerRestMs'> => {
  const all = (pauses: readonly number[]): readonly number[] => pauses.map((pause) => pause * scale);
  const { unsent, ask, poll } = settings.pauses;
  return { pauses: { unsent: all(unsent), ask: all(ask), poll: all(poll) }, absentAfterMs: settings.absentAfterMs * scale, registerRestMs: settings.registerRestMs * scale };
};
