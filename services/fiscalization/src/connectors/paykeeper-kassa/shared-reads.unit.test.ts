import { sharedReads } from './shared-reads';

const deferred = () => {
  const begun: { end: (value: string) => void; fail: () => void }[] = [];
  const read = (): Promise<string> => new Promise((resolve, reject) => begun.push({ end: resolve, fail: () => reject(new Error('broken')) }));
  return { begun, read };
};
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a read that several ask for', () => {
  it('is made once for all who came while another was under way, and after that one', async () => {
    const { begun, read } = deferred();
    const reads = sharedReads<string>();
    const [first, second, third] = [reads.of('day', read), reads.of('day', read), reads.of('day', read)];
    expect(begun).toHaveLength(1);
    begun[0]?.end('old');
    await quiet();
    expect(begun).toHaveLength(2);
    begun[1]?.end('new');
    expect(await Promise.all([first, second, third])).toEqual(['old', 'new', 'new']);
  });

  it('does not hand the failure of one on to those who wait for the next', async () => {
    const { begun, read } = deferred();
    const reads = sharedReads<string>();
    const [first, second] = [reads.of('day', read), reads.of('day', read)];
    begun[0]?.fail();
    await expect(first).rejects.toThrow('broken');
    await quiet();
    begun[1]?.end('new');
    expect(await second).toBe('new');
  });

  it('is made anew for who comes when none is under way, and apart from those of another name', async () => {
    const { begun, read } = deferred();
    const reads = sharedReads<string>();
    const first = reads.of('day', read);
    const other = reads.of('another day', read);
    begun.forEach(({ end }, index) => end(`${index}`));
    expect(await Promise.all([first, other])).toEqual(['0', '1']);
    await quiet();
    const later = reads.of('day', read);
    begun[2]?.end('2');
    expect(await later).toBe('2');
  });
});
