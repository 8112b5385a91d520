// Owns one outside process (Postgres, Kafka) on behalf of the program that started us. Our standard input is a pipe from that
// program: it ends when the program ends, even by SIGKILL, and then the process and its temporary folders go too.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

type Signal = 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGKILL';
type Plan = Readonly<{
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  uid?: number;
  gid?: number;
  /** A line of the process's output that says it is ready. */
  ready: string;
  readyWithinMs: number;
  /** Sent when nobody waits for an orderly end any more. */
  orphanSignal: Signal;
  removeAfter: readonly string[];
}>;

const [planText = ''] = process.argv.slice(2);
const plan = JSON.parse(planText) as Plan;
const killAfterMs = 20_000;
let child: ChildProcess | undefined;
let lastLines: readonly string[] = [];

const answer = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

const remember = (line: string): void => {
  lastLines = [...lastLines.slice(-30), line];
};

const isAlive = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;

const end = async (signal: Signal): Promise<void> => {
  const dying = child;
  if (!dying || !isAlive()) return;
  const gone = new Promise((resolve) => dying.once('exit', resolve));
  dying.kill(signal);
  const timer = setTimeout(() => dying.kill('SIGKILL'), killAfterMs);
  await gone;
  clearTimeout(timer);
};

const begin = (moreArgs: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const { command, args, env, uid, gid } = plan;
    const started = spawn(command, [...args, ...moreArgs], { env: { ...process.env, ...env }, uid, gid, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${lastLines.join('\n')}`)), plan.readyWithinMs);
    const hear = (line: string): void => {
      remember(line);
      if (!line.includes(plan.ready)) return;
      clearTimeout(timer);
      resolve(started.pid ?? 0);
    };
    for (const stream of [started.stdout, started.stderr]) createInterface({ input: stream }).on('line', hear);
    started.once('error', reject);
    started.once('close', (code) => reject(new Error(`ended with ${code}:\n${lastLines.join('\n')}`)));
  });

const leave = async (signal: Signal): Promise<void> => {
  await end(signal);
  for (const path of plan.removeAfter) rmSync(path, { recursive: true, force: true });
};

const orphaned = async (): Promise<never> => {
  await leave(plan.orphanSignal);
  process.exit(0);
};

type Command = { do: 'start'; args: readonly string[] } | { do: 'end' | 'leave'; signal: Signal };
const obey = async (command: Command): Promise<object> => {
  if (command.do === 'start') return { pid: await begin(command.args) };
  await (command.do === 'leave' ? leave(command.signal) : end(command.signal));
  return {};
};

// The terminal's Ctrl-C is for the program, which then tells us; were we to die of it, nobody would clean up.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.stdout.on('error', () => undefined);

const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => {
  obey(JSON.parse(line) as Command).then(answer, (error: unknown) => answer({ error: String(error) }));
});
commands.on('close', () => void orphaned());
