import { startInOrder } from './service';

const partsThatSay = (said: string[]) => (name: string, failing = false) => ({
  name,
  stop: async () => {
    said.push(name);
    if (failing) throw new Error(`${name} hangs`);
  },
});

describe('starting in order', () => {
  it('stops what was started last first, and only once', async () => {
    const said: string[] = [];
    const part = partsThatSay(said);
    const running = await startInOrder(async (keep) => ({ url: keep(part('database')).name + keep(part('edge')).name }));
    expect(running.url).toBe('databaseedge');
    await running.stop();
    await running.stop();
    expect(said).toEqual(['edge', 'database']);
  });

  it('stops what already runs when a later part does not start, and passes the error on', async () => {
    const said: string[] = [];
    const part = partsThatSay(said);
    const start = startInOrder(async (keep) => {
      keep(part('database'));
      keep(part('relay', true));
      return Promise.reject(new Error('the port is taken'));
    });
    await expect(start).rejects.toThrow('the port is taken');
    expect(said).toEqual(['relay', 'database']);
  });

  it('stops every part even when one cannot, and says so', async () => {
    const said: string[] = [];
    const part = partsThatSay(said);
    const running = await startInOrder(async (keep) => ({ all: [keep(part('database')), keep(part('relay', true)), keep(part('edge'))] }));
    await expect(running.stop()).rejects.toThrow('1 of 3 parts did not stop');
    expect(said).toEqual(['edge', 'relay', 'database']);
  });
});
