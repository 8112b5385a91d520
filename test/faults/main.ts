import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printReport } from './report';
import { runFaults } from './run';
import { runInOwnNamespace } from './system/own-namespace';

const usual = { minutes: '5', rate: '0.8', only: '' };

const options = () => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { minutes: text, seed: text, json: text, rate: text, only: text } });
  const given = { ...usual, ...values };
  const [minutes, perSecond] = [Number(given.minutes), Number(given.rate)];
  if (!(minutes > 0 && minutes <= 120)) throw new Error('--minutes takes the length of the strikes, more than 0 and at most 120');
  if (!(perSecond > 0 && perSecond <= 20)) throw new Error('--rate takes buyers a second, more than 0 and at most 20');
  return { minutes, perSecond, seed: values.seed ?? String(randomInt(1_000_000)), json: values.json, only: given.only.split(',').filter((name) => name !== '') };
};

const main = async (): Promise<number> => {
  const { json, ...asked } = options();
  const inner = await runInOwnNamespace();
  if (inner !== undefined) return inner;
  const over = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => over.abort());
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const report = await runFaults({ ...asked, over: over.signal, say });
  printReport(report).forEach(say);
  if (json) writeFileSync(json, JSON.stringify(report, null, 2));
  return report.violations.length + report.failures.length > 0 ? 1 : 0;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
