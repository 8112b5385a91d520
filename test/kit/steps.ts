import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root';


const tooling = 'services/_shared/tooling';

/** What a step counted: a tool without a count is one check, a jest run is as many as its tests. */
export type Count = Readonly<{ passed: number; failed: number }>;
export type Step = Readonly<{ name: string; run: (env: NodeJS.ProcessEnv) => Promise<Count> }>;

const bin = (path: string): string => join(root, 'node_modules', path);

const runNode = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    const end = (): void => void child.kill('SIGTERM');
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    child.once('exit', (code) => {
      process.off('SIGTERM', end);
      process.off('SIGINT', end);
      done(code ?? 1);
    });
  });

const check = (name: string, args: readonly string[]): Step => ({
  name,
  run: async (env) => ((await runNode(args, env)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
});

const script = (path: string, ...args: string[]): string[] => ['--conditions=@paygraph/source', '--require', '@swc-node/register', join(root, path), ...args];

export const types = check('types', [bin('typescript7/bin/tsc'), '-p', `${tooling}/tsconfig.json`]);
export const lint = check('lint', [bin('eslint/bin/eslint.js'), '-c', `${tooling}/eslint.config.mjs`, '--max-warnings=0', 'services', 'gateway', 'schema', 'test']);
export const deadCode = check('dead code', [bin('knip/bin/knip.js'), '--config', `${tooling}/knip.json`, '--no-progress']);
export const schemaDrift = check('schema', script('schema/write.ts', '--check'));

const readCount = (file: string): Count => {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  const broken = numFailedTests ? 0 : Math.max(numFailedTestSuites ?? 0, numRuntimeErrorTestSuites ?? 0);
  return { passed: numPassedTests ?? 0, failed: (numFailedTests ?? 0) + broken };
};

/** A jest run of one kind of test. Tests that start processes of their own run one file at a time. */
export const tests = (kind: string, options: { serial: boolean }): Step => ({
  name: kind,
  run: async (env) => {
    const folder = mkdtempSync(join(tmpdir(), 'paygraph-jest-'));
    const file = join(folder, 'result.json');
    const workers = options.serial ? '--runInBand' : '--maxWorkers=2';
    const args = [bin('jest/bin/jest.js'), '-c', `${tooling}/jest.config.cjs`, '--selectProjects', kind, workers, '--passWithNoTests', '--json', '--outputFile', file];
    try {
      const code = await runNode(args, env);
      const count = readCount(file);
      return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
    } catch {
      return { passed: 0, failed: 1 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

/** Runs the steps in order, never stops at the first failure, and says at the end what each one counted. */
export const runSteps = async (steps: readonly Step[], env: NodeJS.ProcessEnv): Promise<number> => {
  const rows: (Count & { name: string; seconds: string })[] = [];
  for (const step of steps) {
    process.stdout.write(`\n== ${step.name}\n`);
    const from = Date.now();
    rows.push({ name: step.name, ...(await step.run(env)), seconds: ((Date.now() - from) / 1000).toFixed(1) });
  }
  process.stdout.write('\n');
  for (const row of rows) process.stdout.write(`${row.name.padEnd(14)} ${String(row.passed).padStart(5)} passed ${String(row.failed).padStart(4)} failed  ${row.seconds} s\n`);
  const passed = rows.reduce((total, row) => total + row.passed, 0);
  const failed = rows.reduce((total, row) => total + row.failed, 0);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed;
};
