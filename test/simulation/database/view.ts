import type { Store, Transaction } from './store';
import { conflictOf, failure, type TableSpec } from './table';

/** A statement met a row or key that another transaction holds: it is run again once that one has ended. */
export class Blocked {
  constructor(readonly key: string) {}
}

/** One statement of a transaction: READ COMMITTED, so it sees its own writes and whatever was committed when it began. */
export class View {
  constructor(readonly store: Store, readonly tx: Transaction) {}

  /** clock_timestamp() */
  get now(): Date {
    return new Date(this.store.clock());
  }

  private mine<R extends object>(spec: TableSpec<R>): Map<string, R | null> | undefined {
    return this.tx.written.get(spec as unknown as TableSpec<object>) as Map<string, R | null> | undefined;
  }

  private base<R extends object>(spec: TableSpec<R>): Map<string, R> {
    return this.store.rowsOf(spec as unknown as TableSpec<object>) as Map<string, R>;
  }

  get<R extends object>(spec: TableSpec<R>, key: string): R | undefined {
    const own = this.mine(spec)?.get(key);
    return own === null ? undefined : (own ?? this.base(spec).get(key));
  }

  /** Row-level security: without a merchant no merchant's rows are there. */
  private isHidden(spec: TableSpec<never>): boolean {
    return spec.isolated === true && this.tx.merchantId === null;
  }

  rows<R extends object>(spec: TableSpec<R>): R[] {
    return this.where(spec, () => true);
  }

  where<R extends object>(spec: TableSpec<R>, matches: (row: R) => boolean): R[] {
    const found: R[] = [];
    if (this.isHidden(spec)) return found;
    const own = this.mine(spec);
    for (const [key, row] of this.base(spec)) if ((own === undefined || !own.has(key)) && matches(row)) found.push(row);
    if (own !== undefined) for (const row of own.values()) if (row !== null && matches(row)) found.push(row);
    return found;
  }

  first<R extends object>(spec: TableSpec<R>, matches: (row: R) => boolean): R | undefined {
    if (this.isHidden(spec)) return undefined;
    const own = this.mine(spec);
    for (const [key, row] of this.base(spec)) if ((own === undefined || !own.has(key)) && matches(row)) return row;
    if (own !== undefined) for (const row of own.values()) if (row !== null && matches(row)) return row;
    return undefined;
  }

  /** FOR UPDATE. @throws Blocked while another transaction has it. */
  lock<R extends object>(spec: TableSpec<R>, row: R): void {
    this.hold(`${spec.name}/${spec.keyOf(row)}`);
  }

  /** SKIP LOCKED. */
  tryLock<R extends object>(spec: TableSpec<R>, row: R): boolean {
    return this.store.take(this.tx, `${spec.name}/${spec.keyOf(row)}`);
  }

  hold(key: string): void {
    if (!this.store.take(this.tx, key)) throw new Blocked(key);
  }

  private put<R extends object>(spec: TableSpec<R>, key: string, row: R | null): void {
    const name = spec as unknown as TableSpec<object>;
    let rows = this.tx.written.get(name);
    if (rows === undefined) this.tx.written.set(name, (rows = new Map()));
    this.tx.journal.push({ rows, key, before: rows.get(key) });
    rows.set(key, row);
  }

  private allowed<R extends object>(spec: TableSpec<R>, row: R, before: R | undefined): void {
    if (this.isHidden(spec)) throw failure('42501', `new row violates row-level security policy for table "${spec.name}"`);
    const broken = spec.check?.(row, before);
    if (broken) throw failure(broken.startsWith('operation_guard') ? '23001' : '23514', `the table "${spec.name}" refuses the row: ${broken}`, broken);
  }

  private checked<R extends object>(spec: TableSpec<R>, row: R, before: R | undefined): void {
    this.allowed(spec, row, before);
    for (const unique of spec.uniques ?? []) {
      const value = unique.of(row);
      if (value === null || (before !== undefined && unique.of(before) === value)) continue;
      this.hold(`${unique.name}=${value}`);
      if (this.first(spec, (other) => other !== before && unique.of(other) === value)) throw conflictOf(unique.name);
    }
  }

  /** The row that an INSERT would meet: in its way by the primary key, or by the unique constraint of that name. */
  inTheWay<R extends object>(spec: TableSpec<R>, row: R, constraint?: string): R | undefined {
    // As Postgres does: a row that no table would take is refused before anybody looks for its twin.
    this.allowed(spec, row, undefined);
    const unique = constraint === undefined ? undefined : spec.uniques?.find(({ name }) => name === constraint);
    if (unique === undefined) {
      this.lock(spec, row);
      return this.get(spec, spec.keyOf(row));
    }
    const value = unique.of(row);
    if (value === null) return undefined;
    this.hold(`${unique.name}=${value}`);
    return this.first(spec, (other) => unique.of(other) === value);
  }

  insert<R extends object>(spec: TableSpec<R>, row: R): void {
    const key = spec.keyOf(row);
    this.allowed(spec, row, undefined);
    this.lock(spec, row);
    if (this.get(spec, key) !== undefined) throw conflictOf(`${spec.name}_pkey`);
    this.checked(spec, row, undefined);
    this.put(spec, key, row);
    for (const { to, by } of spec.references ?? []) if (this.get(to as unknown as TableSpec<object>, by(row)) === undefined) this.dangling ??= `"${spec.name}" refers to a row of "${to.name}" that is not there`;
  }

  private dangling: string | undefined;

  /** Foreign keys are looked at when the statement is through. */
  finish(): void {
    if (this.dangling !== undefined) throw failure('23503', this.dangling);
  }

  /** UPDATE of one row, found before; waits for its lock. The row must be read again by the caller after `lock`. */
  update<R extends object>(spec: TableSpec<R>, before: R, patch: Partial<R>): R {
    this.lock(spec, before);
    const row = { ...before, ...patch };
    this.checked(spec, row, before);
    this.put(spec, spec.keyOf(row), row);
    return row;
  }

  remove<R extends object>(spec: TableSpec<R>, row: R): void {
    this.lock(spec, row);
    this.put(spec, spec.keyOf(row), null);
  }

  undoTo(mark: number): void {
    const { journal } = this.tx;
    while (journal.length > mark) {
      const undo = journal.pop();
      if (undo === undefined) return;
      if (undo.before === undefined) undo.rows.delete(undo.key);
      else undo.rows.set(undo.key, undo.before);
    }
  }
}
