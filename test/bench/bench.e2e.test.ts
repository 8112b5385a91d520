import { readOptions } from './options';
import { runBench, type Report } from './run';

/** What each part must report whatever the machine: a figure, and the bounds that its median cannot leave without being nonsense. */
const sane = [
  { part: 'purchases', figure: '0 ms bank: purchases completed', least: 0.1, most: 1_000 },
  { part: 'purchases', figure: '0 ms bank: whole purchase p50', least: 20, most: 60_000 },
  { part: 'purchases', figure: 'slow bank: purchases completed', least: 0.1, most: 1_000 },
  { part: 'purchases', figure: 'slow bank: startPayment p50', least: 40, most: 30_000 },
  { part: 'push', figure: "0 ms bank: notification sent -> buyer's push p50", least: 1, most: 30_000 },
  { part: 'push', figure: "slow bank: notification sent -> shop's feed p99", least: 1, most: 30_000 },
  { part: 'purchases', figure: 'slow bank at half: platform-added, a command p50', least: 1, most: 10_000 },
  { part: 'purchases', figure: 'ceiling: pg in one Node process, the same', least: 5, most: 20_000 },
  { part: 'queries', figure: 'order, gateway: answered at most', least: 1, most: 10_000 },
  { part: 'queries', figure: 'order: gateway / stock gateway, queries per second', least: 0.1, most: 20 },
  { part: 'queries', figure: 'admin list: gateway / bare Apollo Server, queries per second', least: 0.001, most: 2 },
  { part: 'gateway', figure: 'order: gateway / stock gateway, queries per second', least: 0.5, most: 50 },
  { part: 'events', figure: 'outbox -> bus -> inbox -> timeline', least: 10, most: 100_000 },
  { part: 'recovery', figure: 'drained', least: 10, most: 100_000 },
  { part: 'subscriptions', figure: 'pushes that never came', least: 0, most: 0 },
  { part: 'subscriptions', figure: 'sockets lost', least: 0, most: 0 },
  { part: 'subscriptions', figure: 'event committed -> pushed p99', least: 1, most: 10_000 },
  { part: 'memory', figure: 'idle: gateway', least: 30, most: 2_000 },
  { part: 'memory', figure: 'loaded: all but simulators', least: 100, most: 8_000 },
  { part: 'steady', figure: 'failed', least: 0, most: 0 },
  { part: 'steady', figure: 'all but simulators: last quarter', least: 100, most: 8_000 },
] as const;

describe('the bench', () => {
  const said: string[] = [];
  let report: Report;
  // The growth takes the longest and is in the short run of .ci/run as well.
  const whole = readOptions({ short: true });
  const short = { ...whole, only: whole.only.filter((name) => name !== 'growth') };
  beforeAll(async () => {
    report = await runBench({ ...short, say: (line) => void said.push(line) });
  }, 180_000);

  it('runs every part to its end', () => {
    expect(report.parts.map(({ part, error }) => [part, error])).toEqual(short.only.map((name) => [name, undefined]));
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
