import { spawn } from 'node:child_process';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';

export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGKILL';
export type GuardedPlan = Readonly<{
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  uid?: number;
  gid?: number;
  /** Part of the output line that says the process is ready. */
  ready: string;
  readyWithinMs: number;
  /** Sent when this program died without stopping the process. */
  orphanSignal: Signal;
  /** Folders deleted after the process has ended, whoever ended it. */
  removeAfter: readonly string[];
}>;

export type GuardedProcess = {
  /** Starts the process with these arguments after the plan's own; gives its pid when it is ready. */
  start(args?: readonly string[]): Promise<number>;
  end(signal: Signal): Promise<void>;
  /** Ends the process, deletes its folders and ends the guardian. */
  leave(signal: Signal): Promise<void>;
};

type Answer = { pid?: number; error?: string };

const kill = (pid: number | undefined): void => {
  try {
    if (pid) process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already, which is what was wanted.
  }
};

/**
 * A process of another program (Postgres, Kafka) that cannot outlive this one, not even when this one dies by SIGKILL:
 * a small guardian process owns it and watches the pipe to us. Does not keep the event loop alive while nothing is asked.
 */
export const guardedProcess = (plan: GuardedPlan): GuardedProcess => {
  // Node runs the .mts source as it is; in a build the file beside us is compiled.
  const script = join(__dirname, `guardian.${extname(__filename) === '.ts' ? 'mts' : 'mjs'}`);
  const guardian = spawn(process.execPath, [script, JSON.stringify({ env: {}, ...plan })], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const handles = [guardian, guardian.stdin, guardian.stdout] as unknown as { ref(): void; unref(): void }[];
  const waiting: ((answer: Answer) => void)[] = [];
  let pid: number | undefined;
  let over = false;

  createInterface({ input: guardian.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line) as Answer));
  guardian.stdin.on('error', () => undefined);
  guardian.once('exit', () => {
    over = true;
    kill(pid);
    waiting.splice(0).forEach((tell) => tell({ error: 'the guardian process is gone' }));
  });

  const ask = async (command: object): Promise<Answer> => {
    if (over) throw new Error(`${plan.command}: the guardian process is gone`);
    handles.forEach((handle) => handle.ref());
    const answer = await new Promise<Answer>((resolve) => {
      waiting.push(resolve);
      guardian.stdin.write(`${JSON.stringify(command)}\n`);
    });
    if (waiting.length === 0) handles.forEach((handle) => handle.unref());
    if (answer.error) throw new Error(`${plan.command}: ${answer.error}`);
    return answer;
  };

  const end = async (signal: Signal): Promise<void> => {
    await ask({ do: 'end', signal });
    pid = undefined;
  };
  handles.forEach((handle) => handle.unref());

  return {
    end,
    start: async (args = []) => {
      pid = (await ask({ do: 'start', args })).pid;
      return pid ?? 0;
    },
    leave: async (signal) => {
      if (over) return;
      await ask({ do: 'leave', signal });
      pid = undefined;
      const gone = new Promise((resolve) => guardian.once('exit', resolve));
      guardian.ref();
      guardian.stdin.end();
      await gone;
    },
  };
};
