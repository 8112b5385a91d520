import { Query, type ClientBase, type Connection, type Submittable } from 'pg';
import { isStalePlan, NotSent } from './errors';
import { forgetPlan, prepared, type Statement } from './statements';

export type Answer = Readonly<{ command: string; rows: Record<string, unknown>[] }>;

type Told = (error: unknown, answer?: Answer) => void;

/** What pg's own Query does for its client, which the types of the package leave out. */
type PgQuery = Readonly<{ name: string; text: string }> & {
  callback: Told;
  submit(connection: Connection): Error | null;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
};

type Wire = Readonly<{ stream: { writable: boolean; write(bytes: Uint8Array): boolean }; parsedStatements: object; submittedNamedStatements: Record<string, string> }> & { sync(): void };

const collectors = new WeakMap<Connection, { bytes: Buffer[]; wire: Wire }>();

/** A connection that keeps what is written to it: pg ends every statement with a Sync of its own and a write of several pieces. */
const collectorOf = (connection: Connection): { bytes: Buffer[]; wire: Wire } => {
  const known = collectors.get(connection);
  if (known) return known;
  const { parsedStatements, submittedNamedStatements } = connection as unknown as Wire;
  const bytes: Buffer[] = [];
  const own = { parsedStatements, submittedNamedStatements, stream: {}, sync: () => undefined, _send: (piece: Buffer) => void bytes.push(piece) };
  const collector = { bytes, wire: Object.assign(Object.create(Object.getPrototypeOf(connection) as object) as Wire, own) };
  collectors.set(connection, collector);
  return collector;
};

/**
 * Several statements in one write and one round trip: each is bound and executed, and one Sync ends them all. After a failure the
 * server skips the rest. Without a BEGIN before them they are one transaction by themselves.
 */
class Flight implements Submittable {
  private readonly queries: readonly PgQuery[];
  private readonly answers: Answer[] = [];
  private failure: unknown;
  current = -1;

  constructor(statements: readonly Statement[], public callback: (error: unknown, answers?: readonly Answer[]) => void) {
    this.queries = statements.map((statement) => this.toQuery(statement));
  }

  /** pg notes by these two what was parsed; before the flight they name all of it for whoever traces. */
  get name(): string | undefined {
    return this.queries[this.current]?.name;
  }
  get text(): string {
    return this.queries[this.current]?.text ?? this.queries.map(({ text }) => text).join('; ');
  }

  submit(connection: Connection): Error | null {
    const { bytes, wire } = collectorOf(connection);
    this.current = 0;
    // A value that cannot be written is told by the query's callback. Then nothing is sent: what follows may be the COMMIT.
    for (const query of this.queries) {
      const refused = query.submit(wire as unknown as Connection);
      this.failure ??= refused ?? undefined;
    }
    const pieces = bytes.splice(0);
    if (this.failure !== undefined) {
      this.forgetUnparsed(wire);
      return new NotSent(this.failure);
    }
    const { stream } = connection as unknown as Wire;
    if (stream.writable) stream.write(Buffer.concat([...pieces, ...this.syncOf(connection)]));
    return null;
  }

  handleRowDescription(message: unknown): void {
    this.queries[this.current]?.handleRowDescription(message);
  }
  handleDataRow(message: unknown): void {
    this.queries[this.current]?.handleDataRow(message);
  }
  handleCommandComplete(message: unknown, connection: Connection): void {
    this.queries[this.current]?.handleCommandComplete(message, connection);
    this.current += 1;
  }

  handleError(error: unknown, connection: Connection): void {
    this.forgetUnparsed(connection as unknown as Wire);
    if (isStalePlan(error)) forgetPlan(this.text);
    this.callback(error);
  }

  handleReadyForQuery(connection: Connection): void {
    this.queries.forEach((query) => query.handleReadyForQuery(connection));
    if (this.failure === undefined) this.callback(null, this.answers);
    else this.callback(this.failure);
  }

  private toQuery(statement: Statement): PgQuery {
    const query = new Query(prepared(statement)) as unknown as PgQuery;
    query.callback = (error, answer) => {
      if (answer) this.answers.push(answer);
      else this.failure ??= error;
    };
    return query;
  }

  private syncOf(connection: Connection): Buffer[] {
    const { bytes, wire } = collectorOf(connection);
    (Object.getPrototypeOf(connection) as Wire).sync.call(wire);
    return bytes.splice(0);
  }

  /** What the server skipped was not parsed: the next one must send its text again. */
  private forgetUnparsed({ submittedNamedStatements }: Wire): void {
    for (const { name } of this.queries) delete submittedNamedStatements[name];
  }
}

/** `at`: the statement that failed, by its place; none of them may be thought done then. */
export type Landing = Readonly<{ ok: true; answers: readonly Answer[] }> | Readonly<{ ok: false; error: unknown; at: number }>;

/** Runs the statements one after another in one round trip. Never throws. */
export const fly = (client: ClientBase, statements: readonly Statement[]): Promise<Landing> =>
  new Promise((resolve) => {
    const flight: Flight = new Flight(statements, (error, answers) => resolve(answers ? { ok: true, answers } : { ok: false, error, at: flight.current }));
    client.query(flight);
  });
