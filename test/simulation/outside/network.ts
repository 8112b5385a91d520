import type { PayKeeperResult } from '@paygraph/shared/connectors/paykeeper-answer';
import type { PayKeeperSession } from '@paygraph/shared/connectors/paykeeper-session';
import { err, ok } from '@paygraph/shared/result';
import { strikes, type Hostility } from '../engine/faults';
import type { Place, Scheduler } from '../engine/scheduler';

/** What a server does with a request: the row(s) it answers with, or its refusal in words. */
export type Reply = Readonly<{ row: unknown }> | Readonly<{ refusal: string }>;
export type Server = Readonly<{ name: string; handle: (path: string, fields: Readonly<Record<string, unknown>>) => Reply }>;

type Fate = 'answered' | 'not-sent' | 'lost-request' | 'lost-answer' | 'late' | 'error' | 'cut' | 'shut-out';
const fates: readonly Fate[] = ['not-sent', 'lost-request', 'lost-answer', 'late', 'error', 'cut', 'shut-out'];

/** A request thought lost arrives at the latest after this: it must be less than the services take for certain (10 s). Milliseconds. */
const lateMax = 8_000;

const resultOf = (reply: Reply): PayKeeperResult => ('row' in reply ? ok(reply.row) : err({ kind: 'refused', message: reply.refusal }));

const failures: Readonly<Record<Exclude<Fate, 'answered'>, () => PayKeeperResult>> = {
  'not-sent': () => err({ kind: 'not-sent', reason: 'ECONNREFUSED' }),
  'shut-out': () => err({ kind: 'auth', reason: 'HTTP 403' }),
  'lost-request': () => err({ kind: 'unknown', reason: 'no whole answer in time' }),
  'lost-answer': () => err({ kind: 'unknown', reason: 'no whole answer in time' }),
  late: () => err({ kind: 'unknown', reason: 'ECONNRESET' }),
  error: () => err({ kind: 'unknown', reason: 'HTTP 502' }),
  // Cut JSON that happens to be JSON: an object that says nothing.
  cut: () => ok({}),
};

export type Network = Readonly<{ scheduler: Scheduler; hostility: Hostility }>;

/** A session of one process with one server, over a network that loses, delays and garbles. */
export const sessionOver = ({ scheduler, hostility }: Network, place: Place, server: Server): PayKeeperSession => {
  const { random } = scheduler;
  const handle = (path: string, fields: Readonly<Record<string, unknown>>): PayKeeperResult => {
    const result = resultOf(server.handle(path, fields));
    scheduler.note(() => `  ${server.name} ${path} ${JSON.stringify(fields['id'] ?? '')} -> ${JSON.stringify(result)}`);
    return result;
  };
  const answer = async (label: string, result: PayKeeperResult): Promise<PayKeeperResult> => {
    await scheduler.wait(place, label);
    return result;
  };
  const call = async (path: string, fields: Readonly<Record<string, unknown>>): Promise<PayKeeperResult> => {
    const fate: Fate = strikes(scheduler, hostility, hostility.network) ? random.pick(fates) : 'answered';
    if (fate !== 'answered') scheduler.note(() => `  ${place.name} -> ${server.name} ${path}: ${fate}`);
    if (fate === 'late') scheduler.planAt(`a late request arrives: ${path}`, 1 + random.below(lateMax), () => void handle(path, fields));
    if (fate === 'answered' || fate === 'lost-answer' || fate === 'cut') {
      const done = await arrival(path, fields);
      return answer(`answer of ${path}`, fate === 'answered' ? done : failures[fate]());
    }
    return answer(`no answer of ${path}`, failures[fate]());
  };
  /** In flight: it arrives whether or not the one who sent it still lives. */
  const arrival = (path: string, fields: Readonly<Record<string, unknown>>): Promise<PayKeeperResult> =>
    new Promise((resolve) => {
      if (random.chance(0.6)) resolve(handle(path, fields));
      else scheduler.plan(`a request arrives: ${path}`, random.below(400), () => resolve(handle(path, fields)));
    });
  return { get: (path, params = {}) => call(path, params), post: call };
};
