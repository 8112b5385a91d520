import type { AccessSettings } from '../kit/paykeeper-access';

/** How this PayKeeper server is set up. Where sources disagree or are silent, a setting stands in for a guess. */
export type PayKeeperSettings = AccessSettings & {
  /** Where notifications go; empty = nobody is told, and payments become `success` at once. */
  notifyUrl: string;
  /** Pauses after each failed attempt; when they run out the payment is `stuck`. The real schedule is unknown. */
  notificationRetryMs: readonly number[];
  notificationTimeoutMs: number;
  /** Two-stage mode is a property of the server, never of a request. */
  twoStage: boolean;
  holdSeconds: number;
  /** A refund stays `started` for this long. */
  refundDelayMs: number;
  /** The status of a hold released in full: the manual's general rule, or what some banks show. */
  releasedStatus: 'refunded' | 'canceled';
  /** Whether `/create/` insists on `sign`. A wrong one is refused in any case. */
  requireSign: boolean;
  /** What a list without `status[]` or `payment_system_id[]` returns: the manual does not say, so the harsher is the default. */
  omittedFilterMeans: 'none' | 'all';
  /** What `/info/payments/search/` says when nothing matches. */
  emptySearch: 'empty' | 'fail';
};

export const defaultSettings: PayKeeperSettings = {
  notifyUrl: '',
  notificationRetryMs: [200, 400, 800, 1600, 3200, 6400],
  notificationTimeoutMs: 10_000,
  twoStage: true,
  holdSeconds: 7 * 24 * 60 * 60,
  refundDelayMs: 150,
  releasedStatus: 'refunded',
  tokenShape: 'object',
  wrapCommands: false,
  refusal: '401',
  requireSign: true,
  omittedFilterMeans: 'none',
  emptySearch: 'empty',
};
