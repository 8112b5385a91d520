import type { ClientBase } from 'pg';
import { fly, type Answer } from './flight';
import type { Statement } from './statements';

/** `meaning` says what an error of the server means that the statement provokes on purpose. */
export type PutOff = Readonly<{ landed?: (answer: Answer) => void; meaning?: (error: unknown) => unknown }>;
type Passenger = Readonly<{ statement: Statement; failed: (error: unknown) => void }> & PutOff;

export type Pipe = Readonly<{
  /** Sends the statement, and with it what was asked for at the same moment or put off. */
  ask(statement: Statement): Promise<Answer>;
  /** Puts the statement off until something else is sent. */
  add(statement: Statement, more?: PutOff): void;
  /** Something was put off. */
  waits(): boolean;
  /** Forgets what was put off. */
  clear(): void;
  /** What an error of a flight means, or the error itself. */
  meaningOf(error: unknown): unknown;
  /** Nothing is under way any more, and nothing can be sent. */
  close(): Promise<void>;
}>;

const ignore = (): void => undefined;

/** One flight at a time on a connection; `before` gives what goes ahead of each. */
export const createPipe = (client: ClientBase, before: () => readonly Statement[]): Pipe => {
  const waiting: Passenger[] = [];
  let [asked, closed] = [0, false];
  let flying: Promise<void> | undefined;
  const meanings = new Map<unknown, unknown>();

  const depart = async (): Promise<void> => {
    const aboard = waiting.splice(0);
    asked = 0;
    const ahead = before();
    const landing = await fly(client, [...ahead, ...aboard.map(({ statement }) => statement)]);
    if (landing.ok) return aboard.forEach(({ landed }, index) => landed?.(landing.answers[ahead.length + index] as Answer));
    const { error, at } = landing;
    const { meaning } = aboard[at - ahead.length] ?? {};
    if (meaning) meanings.set(error, meaning(error));
    aboard.forEach(({ failed }) => failed(error));
  };
  // After everything that is ready to run has run: what it asks for travels along.
  const leave = async (): Promise<void> => {
    await new Promise<void>((resolve) => process.nextTick(resolve));
    await depart();
    flying = undefined;
    if (asked > 0) call();
  };
  const call = (): void => void (flying ??= leave());

  return {
    ask: (statement) =>
      new Promise((landed, failed) => {
        if (closed) return failed(new Error('The transaction has ended; nothing can be asked in it any more'));
        asked += 1;
        waiting.push({ statement, landed, failed });
        call();
      }),
    add: (statement, more) => void waiting.push({ statement, failed: ignore, ...more }),
    waits: () => waiting.length > 0,
    clear: () => void waiting.splice(0),
    meaningOf: (error) => meanings.get(error) ?? error,
    close: async () => {
      closed = true;
      while (flying) await flying;
    },
  };
};
