import type { MerchantId } from '../ids';

export type Row = Record<string, unknown>;
export type Sql = { query<T extends object = Row>(text: string, params?: readonly unknown[]): Promise<T[]> };

/** One open transaction. Its `query` runs on its own connection; the database's `query` would run outside of it. */
export type Tx = Sql & {
  /** The service whose schema this is, for wake-ups inside the process. */
  readonly service: string;
  /** Binds the rest of the transaction to a merchant: row-level security shows and accepts only that merchant's rows. */
  actFor(merchantId: MerchantId): Promise<void>;
  /** Runs after the server acknowledged the COMMIT. For wake-ups only, never for work that must happen. */
  afterCommit(hook: () => void): void;
  /** Runs `work` under a savepoint: when it throws, its writes are undone and the error is passed on. */
  nested<T>(work: () => Promise<T>): Promise<T>;
};

/** `system` sees infrastructure tables only; rows of merchants stay hidden until `actFor`. */
export type Scope = MerchantId | 'system';
