import type { Snapshot } from './payment';
import type { ProviderPayment, ProviderTraits } from './provider';

/**
 * What the hold's clock does now. `act`: the contract's action. `wait`: it is early. `ask-again`: the provider or a call of ours has
 * not answered yet. `observe-…`: the provider ended the hold by itself. `verify`: our own action ended it; read it once more.
 */
export type HoldStep = 'act' | 'wait' | 'ask-again' | 'observe-capture' | 'observe-release' | 'verify' | 'stop';
export type HoldView = Readonly<{ leadSeconds: number; now: Date; seen: ProviderPayment | null; atHoldExpiry: ProviderTraits['atHoldExpiry'] }>;

// The hold's end is known by its day; the provider acts at some moment of it.
const surelyOverMs = 24 * 3_600_000;

const wasRefusedAfterEnd = ({ operations }: Snapshot, end: Date): boolean =>
  operations.some(({ kind, state, sentAt }) => kind === 'capture' && state === 'failed' && sentAt !== null && sentAt >= end);

/**
 * Early, nothing. In time, the contract's action. When the term is long over and even a capture was refused since then, the provider
 * that captures by itself has done so: no hold is left to take, and no money came back.
 */
export const holdStep = (snapshot: Snapshot, { leadSeconds, now, seen, atHoldExpiry }: HoldView): HoldStep => {
  const { state, holdExpiresAt } = snapshot.payment;
  if (state === 'capturing' || state === 'voiding') return 'ask-again';
  if (state !== 'authorized' || !holdExpiresAt) return isOurDoing(snapshot) ? 'verify' : 'stop';
  if (now.getTime() < holdExpiresAt.getTime() - leadSeconds * 1_000) return 'wait';
  const isOver = now.getTime() >= holdExpiresAt.getTime() + surelyOverMs;
  const isTakenByProvider = isOver && atHoldExpiry === 'captures' && wasRefusedAfterEnd(snapshot, holdExpiresAt);
  return bySight(seen, isTakenByProvider);
};

const bySight = (seen: ProviderPayment | null, isTakenByProvider: boolean): HoldStep => {
  if (seen?.state === 'cancelled' || seen?.state === 'returned') return 'observe-release';
  if (seen?.state !== 'settled') return 'ask-again';
  return isTakenByProvider ? 'observe-capture' : 'act';
};

const isOurDoing = ({ operations }: Snapshot): boolean =>
  operations.some(({ kind, state, origin }) => (kind === 'capture' || kind === 'void') && state === 'succeeded' && origin === 'clock');
