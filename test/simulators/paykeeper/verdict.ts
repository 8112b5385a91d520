import { json, type Reply } from '../kit/reply';
import type { World } from './world';

/** What a command did, or why it refused, in the server's language. */
export type Verdict<T> = Readonly<{ ok: true; value: T } | { ok: false; msg: string }>;
/** Keys that a successful command adds to `result`. */
export type Extras = Readonly<Record<string, unknown>>;
export const done = <T>(value: T): Verdict<T> => ({ ok: true, value });
export const refuse = (msg: string): { ok: false; msg: string } => ({ ok: false, msg });

export const noInvoice = 'Счёт не найден.';
export const noPayment = 'Платёж не найден.';

export const fail = (msg: string): Reply => json({ result: 'fail', msg });

/** `{"result":"success", …}` as this server wraps it, or the failure; both with HTTP 200. */
export const commandReply = (world: World, verdict: Verdict<Extras>): Reply => {
  const row = verdict.ok ? { result: 'success', ...verdict.value } : { result: 'fail', msg: verdict.msg };
  return json(world.settings.wrapCommands ? [row] : row);
};
