import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parts, runBench } from './run';

const searchSeconds = 40;
const usual = { seconds: '8', rounds: '3', shops: '8', only: '' };
const names = parts.map(({ name }) => name);

const options = () => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { json: text, seconds: text, rounds: text, shops: text, only: text, profile: text } });
  const given = { ...usual, ...values };
  const [seconds, rounds, shops] = [Number(given.seconds), Number(given.rounds), Number(given.shops)];
  const only = given.only.split(',').filter((name) => name !== '');
  const unknown = only.filter((name) => !names.includes(name));
  if (!(seconds > 0 && seconds <= 60)) throw new Error('--seconds takes the length of a round, more than 0 and at most 60');
  for (const [name, value] of Object.entries({ rounds, shops })) if (!Number.isInteger(value) || value < 1 || value > 20) throw new Error(`--${name} takes a whole number from 1 to 20`);
  if (unknown.length > 0) throw new Error(`--only: there is no part "${unknown.join(', ')}"; there are ${names.join(', ')}`);
  return { json: values.json, seconds, rounds, shops, only, profile: values.profile };
};

const main = async (): Promise<number> => {
  const { json, ...asked } = options();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const report = await runBench({ ...asked, searchSeconds, say: (line) => void process.stdout.write(`${line}\n`) });
  if (json) writeFileSync(json, JSON.stringify(report, null, 2));
  return report.parts.some(({ error }) => error !== undefined) ? 1 : 0;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
