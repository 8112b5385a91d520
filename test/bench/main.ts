import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { options, readOptions } from './options';
import { runBench } from './run';

const main = async (): Promise<number> => {
  const { json, ...asked } = readOptions(parseArgs({ options }).values);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const report = await runBench({ ...asked, say: (line) => void process.stdout.write(`${line}\n`) });
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
