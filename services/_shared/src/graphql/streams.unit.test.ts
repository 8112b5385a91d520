import { mapStream, pushStream, StreamOverflow } from './streams';

const collect = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const values: T[] = [];
  for await (const value of stream) values.push(value);
  return values;
};

describe('a stream', () => {
  it('delivers what was pushed before and after the reader came, in order, and completes', async () => {
    const { stream, push, end } = pushStream<number>();
    push(1);
    const read = collect(stream);
    push(2);
    push(3);
    end();
    expect(await read).toEqual([1, 2, 3]);
  });

  it('delivers what is queued before it fails', async () => {
    const { stream, push, fail } = pushStream<number>();
    push(1);
    fail(new Error('gone'));
    expect(await stream.next()).toEqual({ value: 1, done: false });
    await expect(stream.next()).rejects.toThrow('gone');
    expect(await stream.next()).toEqual({ value: undefined, done: true });
  });

  it('fails instead of growing without end when the reader is slow, and tells its source', async () => {
    let returned = 0;
    const { stream, push } = pushStream<number>({ max: 2, onReturn: () => (returned += 1) });
    for (const value of [1, 2, 3, 4]) push(value);
    expect([await stream.next(), await stream.next()]).toEqual([{ value: 1, done: false }, { value: 2, done: false }]);
    await expect(stream.next()).rejects.toThrow(StreamOverflow);
    expect(returned).toBe(1);
  });

  it('lets the reader go at once even while it waits, and tells its source once', async () => {
    let returned = 0;
    const { stream } = pushStream<number>({ onReturn: () => (returned += 1) });
    const mapped = mapStream(stream, (value) => value * 2);
    const waiting = mapped.next();
    await mapped.return();
    await mapped.return();
    expect([await waiting, returned]).toEqual([{ value: undefined, done: true }, 1]);
  });

  it('maps in order, one after another', async () => {
    const { stream, push, end } = pushStream<number>();
    for (const value of [30, 10, 1]) push(value);
    end();
    const mapped = mapStream(stream, (ms) => new Promise<number>((resolve) => setTimeout(() => resolve(ms), ms)));
    expect(await collect(mapped)).toEqual([30, 10, 1]);
  });
});
