/** What one operation may ask for. Costs are in expected field visits. */
export type Limits = Readonly<{
  depth: number;
  aliases: number;
  directives: number;
  cost: number;
  /** The most that `first` and `last` may say. */
  first: number;
  tokens: number;
  /** For the whole operation, all its fetches included. */
  timeoutMs: number;
  bodyBytes: number;
  /** Operations at work at once; more get 503. Subscriptions are not counted: each waits in a queue of its own. */
  inFlight: number;
}>;

export const defaultLimits: Limits = { depth: 15, aliases: 30, directives: 30, cost: 20_000, first: 100, tokens: 2_000, timeoutMs: 15_000, bodyBytes: 100 * 1024, inFlight: 1_000 };
