// The one way to run the project: needs only Node 20 and npm, installs what is missing, then runs the script on the pinned Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const pnpm = 'pnpm@12.21.0';
const stampFile = join(root, 'node_modules/.paygraph-install');

const lockHash = () => createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml'))).update(readFileSync(join(root, 'pnpm-workspace.yaml'))).digest('hex');

/** Skipped when the lockfile is the one that was installed last: a warm `npm start` must not pay for pnpm. */
const install = () => {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash()) return;
  process.stderr.write('Installing the workspace (first run, or the lockfile changed)…\n');
  const windows = process.platform === 'win32';
  const done = spawnSync(windows ? 'npx.cmd' : 'npx', ['-y', pnpm, 'install', '--frozen-lockfile'], { cwd: root, stdio: ['ignore', 2, 2], shell: windows });
  if (done.status !== 0) {
    process.stderr.write('The install failed; the lines above say why. Nothing was started.\n');
    process.exit(done.status ?? 1);
  }
  writeFileSync(stampFile, lockHash());
};

const run = ([script, ...args]) => {
  const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const flags = ['--require', join(root, 'services/_shared/tooling/leash.cjs'), '--conditions=@paygraph/source', '--require', '@swc-node/register', '--enable-source-maps', '--disable-warning=TimeoutNegativeWarning'];
  const env = {
    ...process.env,
    SWC_NODE_PROJECT: join(root, 'services/_shared/tooling/tsconfig.json'),
    APOLLO_TELEMETRY_DISABLED: 'true',
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
  };
  const command = [...flags, join(root, script), ...args.filter((arg) => arg !== '--')];
  // In a group of its own the child does not hear the terminal's Ctrl-C as well: each signal reaches it once, through us.
  const child = spawn(node, command, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env, detached: process.platform !== 'win32' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A SIGTERM to npm ends npm and its shell and forgets us: then nobody waits for this run any more.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
};

install();
run(process.argv.slice(2));
