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
  /** Asks it to stop, as Kubernetes does, and leaves it down. */
  retire(): Promise<Retired>;
  /** Starts it again after it retired. */
  revive(): Promise<void>;
  /** Of its present life. */
  pid(): number;
};

export type Retired = Readonly<{ code: number | null; tookMs: number }>;

export type ProcessPlan = Readonly<{ script: string; env: Readonly<Record<string, string>>; /** Only the first life has it: a restart must not crash at the same place. */ crashAt?: string }>;

const readyWithinMs = 40_000;
const restartPauseMs = 100;
const stopWithinMs = 28_000;

const flags = ['--conditions=@paygraph/source', '--require', '@swc-node/register', '--enable-source-maps'];

const isReady = async (url: string): Promise<void> => {
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  if (response.status !== 200) throw new Error(`${url} is not ready: ${response.status}`);
};

/** One process after another on the same port, until it is told to stop. */
const supervise = ({ script, env, crashAt = '' }: ProcessPlan, port: number) => {
  const state = { child: undefined as ChildProcess | undefined, stopping: false, died: 0, printed: '', nextCrash: crashAt };

  const live = (): void => {
    const crash = state.nextCrash;
    state.nextCrash = '';
    const child = spawn(process.execPath, [...flags, join(root, script)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', SWC_NODE_PROJECT: join(root, 'services/_shared/tooling/tsconfig.json'), ...env, PORT: String(port), CRASH_AT: crash },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (state.printed += text.toString()));
    child.once('exit', () => {
      if (state.stopping) return;
      state.died += 1;
      setTimeout(() => state.stopping || live(), restartPauseMs);
    });
    state.child = child;
  };

  live();
  return Object.assign(state, { live });
};

type Supervised = ReturnType<typeof supervise>;

const stopProcess = async (state: Supervised): Promise<void> => {
  state.stopping = true;
  const { child } = state;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([gone, pause(stopWithinMs, undefined, { ref: false }).then(() => child.kill('SIGKILL'))]);
};

const orderOf = (state: Supervised, url: string): Pick<ServiceProcess, 'retire' | 'revive'> => ({
  retire: async () => {
    const from = Date.now();
    await stopProcess(state);
    return { code: state.child?.exitCode ?? null, tookMs: Date.now() - from };
  },
  revive: async () => {
    state.stopping = false;
    state.live();
    await eventually(() => isReady(url), readyWithinMs);
  },
});

const powerOf = (state: Supervised, { script, url }: { script: string; url: string }): Pick<ServiceProcess, 'kill' | 'crashAt' | 'crashed'> => {
  let seen = 0;
  const diedAndBack = async (before: number): Promise<void> => {
    await eventually(() => {
      if (state.died === before) throw new Error(`${script} did not die`);
    }, readyWithinMs);
    await eventually(() => isReady(url), readyWithinMs);
  };
  const kill = async (): Promise<void> => {
    const before = state.died;
    state.child?.kill('SIGKILL');
    await diedAndBack(before);
  };
  const crashAt = async (point: string): Promise<void> => {
    // Work that an earlier life left may meet the point during the start: then it is armed again, with that work done.
    for (let before = state.died; ; before = state.died) {
      state.nextCrash = point;
      await kill();
      seen = state.died;
      if (seen === before + 1) return;
    }
  };
  return { kill, crashAt, crashed: () => diedAndBack(seen) };
};

/** Runs a service as a process of its own on a port that stays the same over its lives, and starts it again when it dies. */
export const startServiceProcess = async (plan: ProcessPlan): Promise<ServiceProcess> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const state = supervise(plan, port);
  // A test that dies must not leave the service behind.
  const last = (): void => void state.child?.kill('SIGKILL');
  process.once('exit', last);
  const stop = (): Promise<void> => stopProcess(state).finally(() => process.off('exit', last));
  await eventually(() => isReady(url), readyWithinMs).catch(async (error: unknown) => {
    await stop();
    throw new Error(`${plan.script} did not become ready:\n${state.printed.slice(-4_000)}`, { cause: error });
  });
  return {
    url,
    port,
    stop,
    deaths: () => state.died,
    output: () => state.printed,
    signal: (name) => void state.child?.kill(name),
    pid: () => state.child?.pid ?? 0,
    ...orderOf(state, url),
    ...powerOf(state, { script: plan.script, url }),
  };
};
