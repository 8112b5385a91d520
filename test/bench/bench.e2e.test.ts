import { parts, runBench, type Report } from './run';

/** What each part must report whatever the machine: a figure, and the bounds that its median cannot leave without being nonsense. */
const sane = [
  { part: 'purchases', figure: '0 ms bank: purchases completed', least: 0.1, most: 1_000 },
  { part: 'purchases', figure: '0 ms bank: whole purchase p50', least: 20, most: 60_000 },
  { part: 'purchases', figure: 'slow bank: purchases completed', least: 0.1, most: 1_000 },
  { part: 'purchases', figure: 'slow bank: startPayment p50', least: 40, most: 30_000 },
  { part: 'push', figure: "0 ms bank: notification sent -> buyer's push p50", least: 1, most: 30_000 },
  { part: 'push', figure: "slow bank: notification sent -> shop's feed p99", least: 1, most: 30_000 },
  { part: 'queries', figure: 'gateway: answered at most', least: 1, most: 10_000 },
  { part: 'queries', figure: 'monolith: answered at most', least: 1, most: 50_000 },
  { part: 'queries', figure: 'gateway / monolith: queries per second', least: 0.001, most: 2 },
  { part: 'memory', figure: 'idle: gateway', least: 30, most: 2_000 },
  { part: 'memory', figure: 'loaded: all but simulators', least: 100, most: 8_000 },
] as const;

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

  it.each(sane)('$part reports "$figure" between $least and $most', ({ part, figure, least, most }) => {
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
