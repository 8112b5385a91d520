import { parts, runBench, type Report } from './run';

/** What each part must report whatever the machine: name of a figure, and the bounds that its median cannot leave without being nonsense. */
const sane: readonly (readonly [part: string, figure: string, least: number, most: number])[] = [
  ['purchases', '0 ms bank: purchases completed', 0.1, 1_000],
  ['purchases', '0 ms bank: whole purchase p50', 20, 60_000],
  ['purchases', 'slow bank: purchases completed', 0.1, 1_000],
  ['purchases', 'slow bank: startPayment p50', 40, 30_000],
  ['push', "0 ms bank: notification sent -> buyer's push p50", 1, 30_000],
  ['push', "slow bank: notification sent -> shop's feed p99", 1, 30_000],
  ['queries', 'gateway: answered at most', 1, 10_000],
  ['queries', 'monolith: answered at most', 1, 50_000],
  ['queries', 'gateway / monolith: queries per second', 0.001, 2],
  ['memory', 'idle: gateway', 30, 2_000],
  ['memory', 'loaded: all but simulators', 100, 8_000],
];

describe('the bench', () => {
  const said: string[] = [];
  let report: Report;
  // The start is left out: it would build the whole system a second time, and the tests of the start do that already.
  const only = parts.map(({ name }) => name).filter((name) => name !== 'start');
  beforeAll(async () => {
    report = await runBench({ seconds: 1.5, rounds: 1, searchSeconds: 1, shops: 2, only, say: (line) => void said.push(line) });
  }, 180_000);

  it('runs every part to its end', () => {
    expect(report.parts.map(({ part, error }) => [part, error])).toEqual(only.map((name) => [name, undefined]));
  });

  it.each(sane)('%s reports "%s" between %d and %d', (part, figure, least, most) => {
    const found = report.parts.find(({ part: name }) => name === part)?.figures.find(({ name }) => name === figure);
    expect(found?.median).toBeGreaterThanOrEqual(least);
    expect(found?.median).toBeLessThanOrEqual(most);
  });

  it('says on which machine, and for each figure the median', () => {
    expect(report.machine.cores).toBeGreaterThan(0);
    expect(said[0]).toMatch(/\d+ cores \(.+\), .*Node v\d+.*, load average before: /);
    for (const { figures } of report.parts) expect(figures.every(({ name }) => said.some((line) => line.startsWith(`  ${name}`)))).toBe(true);
  });
});
