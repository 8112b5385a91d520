/** A unique index: the value that no two rows may share, or null for a row that the index leaves out. */
export type Unique<R> = Readonly<{ name: string; of: (row: R) => string | null }>;

/** A table with what Postgres holds about it. `check` names the constraint (or trigger) that a row breaks. */
export type TableSpec<R> = Readonly<{
  name: string;
  keyOf: (row: R) => string;
  uniques?: readonly Unique<R>[];
  check?: (row: R, before: R | undefined) => string | null;
  /** Foreign keys, looked at when a row is inserted. */
  references?: readonly Readonly<{ to: TableSpec<never>; by: (row: R) => string }>[];
  /** Under row-level security by merchant. */
  isolated?: boolean;
}>;

/** An error with the SQLSTATE that Postgres gives it. */
export const failure = (code: string, message: string, constraint?: string): Error => Object.assign(new Error(message), { code, constraint });
export const divisionByZero = (): Error => failure('22012', 'division by zero');
export const conflictOf = (constraint: string): Error => failure('23505', `duplicate key value violates unique constraint "${constraint}"`, constraint);
