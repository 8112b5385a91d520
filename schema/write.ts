import { contractFiles } from './tooling/contract-files';
import { allowedBreaks, committedFiles, writeFiles } from './tooling/disk';
import { judge } from './tooling/run';

/** `npm run schema` writes the contracts from the code; with `--check` it only says whether they differ. Exit code 1 when it is not well. */
const main = (args: readonly string[]): void => {
  const next = contractFiles();
  const { ok, write, lines } = judge({ committed: committedFiles(), next, allowed: allowedBreaks(), mode: args.includes('--check') ? 'check' : 'write' });
  if (write) writeFiles(next);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = ok ? 0 : 1;
};

main(process.argv.slice(2));
