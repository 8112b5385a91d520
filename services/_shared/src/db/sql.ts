import type { MerchantId } from '../ids';

export type Row = Record<string, unknown>;
export type Sql = { query<T extends object = Row>(text: string, params?: readonly unknown[]): Promise<T[]> };

export type WhenWritten = Readonly<{
  /** Gets the rows when they are there, at the latest with the COMMIT. */
  heard?: (rows: Row[]) => void;
  /** What it means when a statement that divides by the number of its rows (`mustTouch`) found none; the transaction fails with it. */
  otherwise?: () => Error;
}>;

/** Makes a writing statement with a RETURNING fail when it touches nothing, so that nobody has to wait for its outcome before the COMMIT. */
export const mustTouch = (text: string): string => `WITH touched AS (${text}) SELECT 1 / count(*) AS touched FROM touched`;

/**
 * One open transaction. Its `query` runs on its own connection; the database's `query` would run outside of it. Queries asked for at the
 * same moment (`Promise.all`) travel together, in their order, and fail together.
 */
export type Tx = Sql & {
  /** The service whose schema this is, for wake-ups inside the process. */
  readonly service: string;
  /**
   * Puts a write off until the next `query`, or the COMMIT, takes it along. For writes whose outcome decides nothing in the transaction:
   * a failure undoes all of it.
   */
  write(text: string, params?: readonly unknown[], then?: WhenWritten): void;
  /** Binds the rest of the transaction to a merchant: row-level security shows and accepts only that merchant's rows. */
  actFor(merchantId: MerchantId): void;
  /** Runs after the server acknowledged the COMMIT. For wake-ups only, never for work that must happen. */
  afterCommit(hook: () => void): void;
  /** Runs `work` under a savepoint: when it throws, its writes are undone and the error is passed on. */
  nested<T>(work: () => Promise<T>): Promise<T>;
};

/** `system` sees infrastructure tables only; rows of merchants stay hidden until `actFor`. */
export type Scope = MerchantId | 'system';
