import { pauseMs, pauses, type PauseKind } from './pauses';

describe('the pauses between questions', () => {
  it('are these after no answer: 2 s, 5 s, 15 s, 1 min, 5 min, then every 15 min', () =>
    expect([0, 1, 2, 3, 4, 5, 6, 100].map((done) => pauseMs('inquiry', done))).toEqual([2_000, 5_000, 15_000, 60_000, 300_000, 900_000, 900_000, 900_000]));

  it.each(Object.keys(pauses) as PauseKind[])('never shrink and never end (%s)', (kind) => {
    const row = Array.from({ length: 20 }, (_, done) => pauseMs(kind, done));
    expect(row).toEqual([...row].sort((a, b) => a - b));
    expect(row.every((pause) => pause > 0)).toBe(true);
  });

  it('are shortened alike', () => expect(pauseMs('inquiry', 1, 0.01)).toBe(50));
});
