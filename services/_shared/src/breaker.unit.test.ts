import { createBreaker } from './breaker';
import { createLog } from './log';

const breakerAt = () => {
  let at = 0;
  const lines: string[] = [];
  const log = createLog({ service: 'test', level: 'info' }, { write: (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg) });
  const breaker = createBreaker({ failuresMax: 3, restMs: 10_000, now: () => at, log, of: 'contract' });
  const fail = (times: number): void => Array.from({ length: times }).forEach(() => breaker.failed('a'));
  return { breaker, lines, fail, pass: (ms: number) => (at += ms) };
};

describe('a breaker', () => {
  it('lets calls through until they failed three times in a row, and each key for itself', () => {
    const { breaker, fail } = breakerAt();
    fail(2);
    breaker.heard('a');
    fail(2);
    expect(breaker.waitMs('a')).toBe(0);
    fail(1);
    expect([breaker.waitMs('a'), breaker.waitMs('b')]).toEqual([10_000, 0]);
  });

  it('lets one call through after the rest, and all of them once that one is answered', () => {
    const { breaker, fail, pass } = breakerAt();
    fail(3);
    pass(10_000);
    // The others do not rest once more: the answer is only moments away.
    expect([breaker.waitMs('a'), breaker.waitMs('a')]).toEqual([0, 1_000]);
    breaker.heard('a');
    expect([breaker.waitMs('a'), breaker.waitMs('a')]).toEqual([0, 0]);
  });

  it('rests again when that call fails, and sends another one when it never tells', () => {
    const { breaker, fail, pass } = breakerAt();
    fail(3);
    pass(15_000);
    expect(breaker.waitMs('a')).toBe(0);
    fail(1);
    expect(breaker.waitMs('a')).toBe(10_000);
    pass(10_000);
    expect(breaker.waitMs('a')).toBe(0);
    pass(10_000);
    expect(breaker.waitMs('a')).toBe(0);
  });

  it('lets another call through at once when the one that was to see was not made', () => {
    const { breaker, fail, pass } = breakerAt();
    fail(3);
    pass(10_000);
    expect(breaker.waitMs('a')).toBe(0);
    breaker.unused('a');
    expect(breaker.waitMs('a')).toBe(0);
  });

  it('tells whether one is left alone without sending anybody to see', () => {
    const { breaker, fail, pass } = breakerAt();
    fail(2);
    expect(breaker.rests('a')).toBe(false);
    fail(1);
    expect([breaker.rests('a'), breaker.rests('b')]).toEqual([true, false]);
    pass(10_000);
    expect([breaker.rests('a'), breaker.waitMs('a')]).toEqual([false, 0]);
  });

  it('says once that it opens and once that it closes', () => {
    const { breaker, lines, fail } = breakerAt();
    fail(5);
    breaker.heard('a');
    breaker.heard('a');
    expect(lines).toEqual(['a contract does not answer and is left alone for a while; its work waits', 'a contract answers again; its calls go on']);
  });
});
