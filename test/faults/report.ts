import type { Violation } from './audit/books';
import type { StoryTold } from './audit/told';
import type { Waiting } from './settle';
import type { Strike } from './strikes/strike';
import type { Struck } from './strike-all';

export type Row = Readonly<{ fault: string; struck: number; hits: number; violations: number; note?: string }>;
export type Report = Readonly<{
  seed: string;
  minutes: number;
  seconds: Readonly<{ start: number; strikes: number; settle: number; audit: number }>;
  purchases: Readonly<Record<string, number>>;
  commands: number;
  events: number;
  documents: number;
  /** What was still under way when patience ended: the audit then looked at a moving picture. Nothing when all had come to rest. */
  left: readonly Waiting[];
  /** Reconnects of those who watched. */
  watchersBreaks: number;
  rows: readonly Row[];
  violations: readonly Violation[];
  /** Strikes that went wrong themselves. */
  failures: readonly string[];
  /** Of each order with a violation, what the database and the bank showed. */
  dossiers: Readonly<Record<string, object>>;
}>;

const overlaps = (struck: Struck, story: StoryTold): boolean => struck.from <= (story.until ?? Infinity) && struck.until >= story.from;

/** For each fault: how often it struck, and how many violations are of orders that were under way at that time. */
export const rowsOf = (strikes: readonly Strike[], o: { struck: readonly Struck[]; unable: ReadonlyMap<string, string>; violations: readonly Violation[]; stories: readonly StoryTold[] }): Row[] => {
  const storyOf = new Map(o.stories.map((story) => [story.orderId, story]));
  return strikes.map(({ name }) => {
    const mine = o.struck.filter((struck) => struck.name === name);
    const violations = o.violations.filter(({ orderId }) => {
      const story = storyOf.get(orderId);
      return story !== undefined && mine.some((struck) => overlaps(struck, story));
    }).length;
    const why = o.unable.get(name);
    const note = why !== undefined ? `not struck: ${why}` : mine.length === 0 ? 'not struck: not dealt in this time' : undefined;
    return { fault: name, struck: mine.length, hits: mine.reduce((sum, { hits }) => sum + hits, 0), violations, ...(note ? { note } : {}) };
  });
};

const table = (rows: readonly Row[]): string[] => [
  `${'fault'.padEnd(34)} ${'struck'.padStart(6)} ${'hits'.padStart(7)} ${'violations'.padStart(10)}`,
  ...rows.map(({ fault, struck, hits, violations, note }) => `${fault.padEnd(34)} ${String(struck).padStart(6)} ${String(hits).padStart(7)} ${String(violations).padStart(10)}${note ? `  ${note}` : ''}`),
];

/** Beyond these a reader learns nothing; `--json` has them all. */
const violationsShown = 40;

const told = (violations: readonly Violation[]): string[] => [
  ...violations.slice(0, violationsShown).map(({ check, text, orderId }) => `VIOLATION (${check}) ${text}${orderId ? `  order ${orderId}` : ''}`),
  ...(violations.length > violationsShown ? [`… and ${violations.length - violationsShown} more`] : []),
];

/** The report as people read it. */
export const printReport = (report: Report): string[] => {
  const { seconds, violations, rows, failures } = report;
  const purchases = Object.entries(report.purchases).map(([story, count]) => `${story} ${count}`).join(', ');
  return [
    '',
    ...table(rows),
    '',
    `${Object.values(report.purchases).reduce((sum, count) => sum + count, 0)} orders (${purchases}); ${report.commands} commands accepted, ${report.events} events, ${report.documents} fiscal documents; watchers' lines broke ${report.watchersBreaks} times`,
    `start ${seconds.start} s, strikes ${seconds.strikes} s, settled ${seconds.settle} s after the last fault was healed, audit ${seconds.audit} s`,
    ...(report.left.length > 0 ? [`NOT AT REST: ${report.left.map(({ what, count }) => `${count} ${what}`).join(', ')}; the audit looked at a moving picture`] : []),
    ...failures.map((failure) => `FAILED STRIKE ${failure}`),
    ...told(violations),
    `${violations.length} violations; seed ${report.seed}`,
  ];
};
