import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningService } from '@paygraph/shared/service';
import { eventually } from '@paygraph/shared/testing/eventually';
import { freePort } from '@paygraph/shared/testing/free-port';
import { root } from './root';

export type ServiceProcess = RunningService & {
  /** Power off: no goodbye, no rollback. The supervisor starts it again, as Kubernetes would. */
  kill(): Promise<void>;
  /** Restarts it so that its next life ends at this crash point (`capture:before-call`, `before-call#2`). */
  crashAt(point: string): Promise<void>;
  /** Waits until it died at the point and is ready again. */
  crashed(): Promise<void>;
  /** How often it died without being asked to stop. */
  deaths(): number;
  /** Everything it printed, over all of its lives. */
  output(): string;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
};

export type ProcessPlan = Readonly<{ script: string; env: Readonly<Record<string, string>>; /** Only the first life has it: a restart must not crash at the same place. */ crashAt?: string }>;

const readyWithinMs = 40_000;
const restartPauseMs = 100;

const flags = ['--conditions=@paygraph/source', '--require', '@swc-node/register', '--enable-source-maps'];

const isReady = async (url: string): Promise<void> => {
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  if (response.status !== 200) throw new Error(`${url} is not ready: ${response.status}`);
};

/** Runs a service as a process of its own on a port that stays the same over its lives, and starts it again when it dies. */
export const startServiceProcess = async ({ script, env, crashAt }: ProcessPlan): Promise<ServiceProcess> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess;
  let stopping = false;
  let died = 0;
  let printed = '';
  let nextCrash = '';
  let seenDeaths = 0;

  const live = (crash: string): void => {
    child = spawn(process.execPath, [...flags, join(root, script)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', SWC_NODE_PROJECT: join(root, 'services/_shared/tooling/tsconfig.json'), ...env, PORT: String(port), CRASH_AT: crash },
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (printed += text.toString()));
    child.once('exit', () => {
      if (stopping) return;
      died += 1;
      const crash = nextCrash;
      nextCrash = '';
      setTimeout(() => stopping || live(crash), restartPauseMs);
    });
  };

  live(crashAt ?? '');
  // A test that dies must not leave the service behind.
  const last = (): void => void child.kill('SIGKILL');
  process.once('exit', last);
  await eventually(() => isReady(url), readyWithinMs).catch((error: unknown) => {
    stopping = true;
    child.kill('SIGKILL');
    throw new Error(`${script} did not become ready:\n${printed.slice(-4_000)}`, { cause: error });
  });

  const diedAndBack = async (before: number): Promise<void> => {
    await eventually(() => {
      if (died === before) throw new Error(`${script} did not die`);
    }, readyWithinMs);
    await eventually(() => isReady(url), readyWithinMs);
  };
  const kill = async (): Promise<void> => {
    const before = died;
    child.kill('SIGKILL');
    await diedAndBack(before);
  };

  return {
    url,
    port,
    deaths: () => died,
    output: () => printed,
    signal: (name) => void child.kill(name),
    kill,
    crashAt: async (point) => {
      nextCrash = point;
      await kill();
      seenDeaths = died;
    },
    crashed: () => diedAndBack(seenDeaths),
    stop: async () => {
      stopping = true;
      process.off('exit', last);
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await Promise.race([gone, pause(28_000).then(() => child.kill('SIGKILL'))]);
    },
  };
};
