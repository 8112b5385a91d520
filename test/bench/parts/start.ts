import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../kit/root';
import type { BenchPart } from '../context';

const readyWithinMs = 90_000;
const stopWithinMs = 30_000;
const lookEveryMs = 20;

/** Seconds from the command to the ready file, which is written after one whole purchase was played. */
const startOnce = async (): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'paygraph-bench-'));
  const readyFile = join(folder, 'ready.json');
  const from = performance.now();
  const npm = spawn('npm', ['start', '--', '--port', '0', '--ready-file', readyFile], { cwd: root, stdio: 'ignore', detached: true });
  const gone = new Promise<void>((resolve) => npm.once('close', () => resolve()));
  const ended = { early: false };
  void gone.then(() => (ended.early = true));
  try {
    while (!existsSync(readyFile)) {
      if (ended.early) throw new Error('npm start ended before it was ready');
      if (performance.now() - from > readyWithinMs) throw new Error(`npm start was not ready within ${readyWithinMs} ms`);
      await pause(lookEveryMs);
    }
    return (performance.now() - from) / 1_000;
  } finally {
    npm.kill('SIGTERM');
    await Promise.race([gone, pause(stopWithinMs, undefined, { ref: false })]);
    rmSync(folder, { recursive: true, force: true });
  }
};

export const start: BenchPart = {
  name: 'start',
  about: 'npm start until ready: Postgres, migrations, services, gateway, simulators and one whole purchase',
  run: async ({ rounds, say }) => {
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      seconds.push(await startOnce());
      say(`    ${(seconds.at(-1) ?? 0).toFixed(2)} s`);
    }
    return [{ name: 'npm start until ready', unit: 's', values: seconds }];
  },
};
