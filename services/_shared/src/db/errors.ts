/** The answer to COMMIT was lost: the work may be on disk or not. Read it back by its key before repeating it. */
export class CommitUnknown extends Error {
  constructor(cause: unknown) {
    super('The database did not confirm the commit; read the rows back before repeating the work', { cause });
    this.name = 'CommitUnknown';
  }
}

/** A statement failed, its error was swallowed, and Postgres turned the COMMIT into a ROLLBACK. */
export class TransactionAborted extends Error {
  constructor() {
    super('A failed statement inside this transaction was ignored; nothing was saved');
    this.name = 'TransactionAborted';
  }
}

/** A value could not be written for the server, so nothing was sent. */
export class NotSent extends Error {
  constructor(cause: unknown) {
    super(`Nothing was sent to the database: ${cause instanceof Error ? cause.message : 'a value cannot be written'}`, { cause });
    this.name = 'NotSent';
  }
}

type PgError = { code?: unknown; constraint?: unknown; message?: unknown };
const asPgError = (error: unknown): PgError => (typeof error === 'object' && error !== null ? error : {});

/** SQLSTATE of an error that came from Postgres, `undefined` for anything else (a cut connection has none). */
export const sqlState = (error: unknown): string | undefined => {
  const { code } = asPgError(error);
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23505' && (constraint === undefined || asPgError(error).constraint === constraint);

export const isDivisionByZero = (error: unknown): boolean => sqlState(error) === '22012';

/** A migration changed what a prepared statement returns since it was prepared. */
export const isStalePlan = (error: unknown): boolean => sqlState(error) === '0A000' && /cached plan/.test(String(asPgError(error).message));

/** Serialization failure, deadlock or stale plan: the whole transaction may simply be run again. */
export const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '') || isStalePlan(error);

/** The connection is gone, or the server is stopping, crashing or starting (SQLSTATE 57P01-57P03, class 08). */
export const isConnectionLoss = (error: unknown): boolean => {
  const state = sqlState(error);
  if (state) return /^(57P0[123]|08...)$/.test(state);
  const { code, message } = asPgError(error);
  return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(String(code)) || /terminat|not queryable|connection error/i.test(String(message));
};

/** No connection was free, or the server did not answer in time; outside of a COMMIT nothing was saved. */
export const isBusy = (error: unknown): boolean =>
  sqlState(error) === '53300' || /^(timeout exceeded when trying to connect|Query read timeout)$/.test(String(asPgError(error).message));
