import { follow, type Reading } from './follow';

const far = (): number => Date.now() + 60_000;

/** A table of numbers, read from where the reader stands. */
const tableOf = () => {
  const rows: { n: number }[] = [];
  const listeners = new Set<() => void>();
  let place = 0;
  return {
    rows,
    listeners,
    wake: () => listeners.forEach((listener) => listener()),
    listen: (wake: () => void) => {
      listeners.add(wake);
      return () => void listeners.delete(wake);
    },
    read: (): Promise<Reading<{ n: number }>> => {
      const values = rows.slice(place, place + 2);
      place += values.length;
      return Promise.resolve({ values, more: values.length === 2 });
    },
  };
};

describe('following a table', () => {
  it('gives what is there, then what comes, in order and once', async () => {
    const table = tableOf();
    table.rows.push({ n: 1 }, { n: 2 }, { n: 3 });
    const stream = follow({ ...table, endsAt: far(), pollMs: 60_000 });
    const seen = [await stream.next(), await stream.next(), await stream.next()];
    const fourth = stream.next();
    table.rows.push({ n: 4 });
    table.wake();
    expect([...seen, await fourth].map(({ value }: IteratorResult<{ n: number } | undefined>) => value?.n)).toEqual([1, 2, 3, 4]);
    await stream.return();
  });

  it('looks again after a wake-up that rang while it looked', async () => {
    const table = tableOf();
    let looks = 0;
    const read = async (): Promise<Reading<{ n: number }>> => {
      looks += 1;
      const reading = await table.read();
      if (looks === 1) {
        table.rows.push({ n: 7 });
        table.wake();
      }
      return reading;
    };
    const stream = follow({ ...table, read, endsAt: far(), pollMs: 60_000 });
    expect((await stream.next()).value).toEqual({ n: 7 });
    await stream.return();
  });

  it('finds by its slow poll what no wake-up told', async () => {
    const table = tableOf();
    const stream = follow({ ...table, endsAt: far(), pollMs: 5 });
    const next = stream.next();
    table.rows.push({ n: 1 });
    expect((await next).value).toEqual({ n: 1 });
    await stream.return();
  });

  it('lets the reader go at once, also from under a query that does not come back, and stops listening', async () => {
    const table = tableOf();
    const stream = follow({ ...table, read: () => new Promise<never>(() => undefined), endsAt: far() });
    const waiting = stream.next();
    expect(table.listeners.size).toBe(1);
    await stream.return();
    expect([(await waiting).done, (await stream.next()).done, table.listeners.size]).toEqual([true, true, 0]);
  });

  it('ends with an error when the right to look ended a second ago and the socket is still there', async () => {
    const table = tableOf();
    const stream = follow({ ...table, endsAt: Date.now() - 900 });
    await expect(stream.next()).rejects.toThrow('token has expired');
    expect(table.listeners.size).toBe(0);
  });

  it('bears a database that is away for a moment, and fails when it stays away', async () => {
    const table = tableOf();
    let failures = 2;
    const read = (): Promise<Reading<{ n: number }>> => ((failures -= 1) >= 0 ? Promise.reject(new Error('away')) : Promise.resolve({ values: [{ n: 1 }] }));
    const stream = follow({ ...table, read, endsAt: far(), pollMs: 1 });
    expect((await stream.next()).value).toEqual({ n: 1 });
    failures = 1_000;
    const last = expect(stream.next().then(() => stream.next())).rejects.toThrow('away');
    await last;
    expect(table.listeners.size).toBe(0);
  });
});
