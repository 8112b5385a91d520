/** Reads by name that several can ask for at once. */
export type SharedReads<T> = Readonly<{ of(name: string, read: () => Promise<T>): Promise<T> }>;

type Turn<T> = { running: Promise<T>; next?: Promise<T> };

/**
 * One read of a name at a time. Who comes while one is under way shares the one after it: what he looks for may be younger than the
 * one under way, and "it is not there" must never be said of a list that was made before he asked.
 */
export const sharedReads = <T>(): SharedReads<T> => {
  const turns = new Map<string, Turn<T>>();
  const begin = (name: string, read: () => Promise<T>): Promise<T> => {
    const turn: Turn<T> = { running: read() };
    turns.set(name, turn);
    const over = (): void => {
      if (turns.get(name) === turn) turns.delete(name);
    };
    turn.running.then(over, over);
    return turn.running;
  };
  const of = (name: string, read: () => Promise<T>): Promise<T> => {
    const turn = turns.get(name);
    if (!turn) return begin(name, read);
    const after = (): Promise<T> => begin(name, read);
    return (turn.next ??= turn.running.then(after, after));
  };
  return { of };
};
