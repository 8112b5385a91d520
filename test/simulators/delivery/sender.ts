import type { Agenda } from '../kit/agenda';
import type { Faults } from '../kit/faults';
import type { Journal } from '../kit/journal';
import { post } from '../kit/post';
import type { DeliveryFaults } from './faults';
import { signatureHeader } from './signature';
import type { DeliverySignal } from './signal';

export type DeliverySettings = {
  /** Where signals go. */
  webhookUrl: string;
  /** Pauses between attempts; the last one repeats until a 2xx. */
  retryMs: readonly number[];
  timeoutMs: number;
};
export type Sending = { readonly signal: DeliverySignal; attempts: number; accepted: number };
export type SenderWorld = {
  readonly secret: string; readonly agenda: Agenda; readonly faults: Faults<DeliveryFaults>; readonly journal: Journal; readonly stopping: AbortController;
  settings: DeliverySettings; readonly sendings: Sending[]; waiting: Sending[];
};

const accepts = (status: number): boolean => status >= 200 && status < 300;

const sendCopy = async (world: SenderWorld, sending: Sending): Promise<boolean> => {
  const { settings, faults, journal, stopping } = world;
  const body = JSON.stringify(sending.signal);
  const secret = faults.take('wrongSignature') ? `wrong ${world.secret}` : world.secret;
  const seconds = Math.floor(Date.now() / 1000) + (faults.peek('clockSkewSeconds') ?? 0);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'x-signature': signatureHeader({ body, secret, seconds }) };
  const { status } = await post({ url: settings.webhookUrl, headers, body, timeoutMs: settings.timeoutMs, signal: stopping.signal });
  sending.attempts += 1;
  if (accepts(status)) sending.accepted += 1;
  journal.write(accepts(status) ? 'signal.accepted' : 'signal.refused', { signalId: sending.signal.signalId, status });
  return accepts(status);
};

const pauseAfter = ({ retryMs }: DeliverySettings, failures: number): number => retryMs[Math.min(failures, retryMs.length) - 1] ?? 1000;

const attempt = async (world: SenderWorld, sending: Sending, failures: number): Promise<void> => {
  if (world.stopping.signal.aborted) return;
  const fault = world.faults.take('duplicate');
  const copies = 1 + (fault === true ? 1 : (fault ?? 0));
  const answers = await Promise.all(Array.from({ length: copies }, () => sendCopy(world, sending)));
  if (answers.includes(true) || world.stopping.signal.aborted) return;
  world.agenda.after(pauseAfter(world.settings, failures + 1), () => void attempt(world, sending, failures + 1));
};

const flush = async (world: SenderWorld): Promise<void> => {
  const held = world.waiting;
  world.waiting = [];
  for (const sending of held.reverse()) await attempt(world, sending, 0);
};

/** Sends what the reordering fault still holds back, once that fault is off. */
export const releaseReordered = (world: SenderWorld): void => {
  if (world.faults.peek('reorder') === undefined) void flush(world);
};

const inOrder = async (world: SenderWorld, sending: Sending): Promise<void> => {
  const fault = world.faults.peek('reorder');
  if (fault === undefined) return attempt(world, sending, 0);
  world.waiting.push(sending);
  if (world.waiting.length < (fault === true ? 2 : fault)) return;
  world.faults.take('reorder');
  await flush(world);
};

/** Starts telling the platform of a signal; attempts go on until a 2xx or `stop`. Resolves after the first attempt. */
export const send = async (world: SenderWorld, sending: Sending): Promise<void> => {
  if (world.faults.take('never')) return world.journal.write('signal.withheld', { signalId: sending.signal.signalId });
  const delay = world.faults.take('delayMs');
  if (delay === undefined) return inOrder(world, sending);
  world.agenda.after(delay, () => void inOrder(world, sending));
};
