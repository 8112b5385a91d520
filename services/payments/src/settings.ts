import type { Certainty } from './domain/inquiry';

/** How patient this service is. Every pause is multiplied by `timeScale`, so that tests live through hours in seconds. */
export type PaymentsSettings = Readonly<{
  timeScale: number;
  providerTimeoutMs: number;
  /** How long `startPayment` waits for the page's link, and for an order that is not here yet. */
  pageWaitMs: number;
  orderWaitMs: number;
  certainty: Certainty;
  /** Tries to reach the provider for a page before the payment is given up; nothing was sent in any of them. */
  pageTriesMax: number;
  /** After a page's end the provider is given this long to tell of a payment made in the last second. */
  pageGraceMs: number;
  /** A contract whose provider failed to answer so often in a row is left alone for so long; then one call goes out to see. */
  breakerFailuresMax: number;
  breakerRestMs: number;
  workers: number;
  /** Pieces of work at one contract at once: a bank that hangs or dawdles leaves the other workers to the others. */
  contractAtOnce: number;
  leaseMs: number;
}>;

export const defaultSettings: PaymentsSettings = {
  timeScale: 1,
  providerTimeoutMs: 10_000,
  pageWaitMs: 5_000,
  orderWaitMs: 3_000,
  certainty: { absencesNeeded: 2, absenceAgeMs: 10_000, inquiriesBeforeReview: 12 },
  pageTriesMax: 8,
  pageGraceMs: 60_000,
  breakerFailuresMax: 10,
  breakerRestMs: 30_000,
  workers: 24,
  contractAtOnce: 8,
  leaseMs: 30_000,
};
