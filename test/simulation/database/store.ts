import type { TableSpec } from './table';

export type Transaction = {
  readonly owner: unknown;
  readonly startedAt: number;
  /** By table: what this transaction wrote and nobody else sees; null = deleted. */
  readonly written: Map<TableSpec<object>, Map<string, object | null>>;
  readonly journal: Undo[];
  held: string[];
  waitsFor: string | undefined;
  aborted: boolean;
  merchantId: string | null;
  /** set_config(…, true) */
  readonly settings: Map<string, unknown>;
};
type Undo = Readonly<{ rows: Map<string, object | null>; key: string; before: object | null | undefined }>;

/** Committed rows, row locks, and who waits for them. Rows are values: a change is another row under the same key. */
export class Store {
  readonly tables = new Map<TableSpec<object>, Map<string, object>>();
  readonly open = new Set<Transaction>();
  private readonly locks = new Map<string, Transaction>();
  private readonly sequences = new Map<string, number>();

  /** Constraints that somebody ran into although no race leads there: the last net of the database should never be needed. */
  readonly alarms: string[] = [];

  constructor(readonly clock: () => number, template?: Store) {
    if (template) for (const [spec, rows] of template.tables) this.tables.set(spec, new Map(rows));
  }

  begin(owner: unknown, merchantId: string | null): Transaction {
    const tx: Transaction = { owner, merchantId, startedAt: this.clock(), written: new Map(), journal: [], held: [], waitsFor: undefined, aborted: false, settings: new Map() };
    this.open.add(tx);
    return tx;
  }

  rowsOf(spec: TableSpec<object>): Map<string, object> {
    let rows = this.tables.get(spec);
    if (rows === undefined) this.tables.set(spec, (rows = new Map()));
    return rows;
  }

  /** What everybody sees, without a transaction: for the oracle and the scheduler. */
  committed<R extends object>(spec: TableSpec<R>): R[] {
    return [...this.rowsOf(spec as unknown as TableSpec<object>).values()] as R[];
  }

  hasAny<R extends object>(spec: TableSpec<R>): boolean {
    return this.rowsOf(spec as unknown as TableSpec<object>).size > 0;
  }

  /** Numbers drawn are never given back, not even by a rollback. */
  nextNumber(sequence: string): number {
    const number = (this.sequences.get(sequence) ?? 0) + 1;
    this.sequences.set(sequence, number);
    return number;
  }

  holderOf(key: string): Transaction | undefined {
    return this.locks.get(key);
  }

  take(tx: Transaction, key: string): boolean {
    const holder = this.locks.get(key);
    if (holder === tx) return true;
    if (holder !== undefined) return false;
    this.locks.set(key, tx);
    tx.held.push(key);
    return true;
  }

  /** Whether waiting for this key would be waiting for oneself. */
  isDeadlock(tx: Transaction, key: string): boolean {
    let holder = this.locks.get(key);
    while (holder !== undefined && holder !== tx) holder = holder.waitsFor === undefined ? undefined : this.locks.get(holder.waitsFor);
    return holder === tx;
  }

  commit(tx: Transaction): void {
    for (const [spec, written] of tx.written) {
      const rows = this.rowsOf(spec);
      for (const [key, row] of written) {
        if (row === null) rows.delete(key);
        else rows.set(key, row);
      }
    }
    this.end(tx);
  }

  end(tx: Transaction): void {
    // A statement that is still on its way finds nobody any more.
    tx.aborted = true;
    for (const key of tx.held) this.locks.delete(key);
    tx.held = [];
    this.open.delete(tx);
  }
}
