import type { Tx } from '@paygraph/shared/db/sql';
import type { Log } from '@paygraph/shared/log';
import { assertNever } from '@paygraph/shared/result';
import type { PrintRequest } from '../domain/cash-register';
import { registerOfReceipt, type RegisterRow } from '../storage/configuration';
import { isFirstInLine, knownRemoteIds, lockReceipt, type LockedReceipt, type ReceiptRow } from '../storage/receipts';
import { change, fail, lose, moved } from './change-receipt';
import { prepareSend, type SendDeps } from './prepare-send';

/**
 * Whether a receipt that may have arrived before is looked for right before it is printed again. `must`: it goes out only when the register
 * says that it has none. `may`: a person decided that it goes out, so only a receipt that is found stops it.
 */
export type Look = 'none' | 'must' | 'may';

/** What to ask the register. `recheck`: a receipt that the register called failed is looked at once more before it is printed anew. */
export type Step =
  | Readonly<{ ask: 'print'; receipt: ReceiptRow; register: RegisterRow; request: PrintRequest; contact: string; look: Look; sentBefore: Date | null; ownIds: readonly string[] }>
  | Readonly<{ ask: 'find'; receipt: ReceiptRow; register: RegisterRow; ownIds: readonly string[] }>
  | Readonly<{ ask: 'read' | 'recheck'; receipt: ReceiptRow; register: RegisterRow; remoteId: string }>;

export type StepDeps = SendDeps & Readonly<{ log: Log }>;

const lookFor = ({ sentAt, firstSentAt }: ReceiptRow): Look => (firstSentAt === null ? 'none' : sentAt === null ? 'may' : 'must');

type Taken = Readonly<{ locked: LockedReceipt; register: RegisterRow }>;

const send = async (tx: Tx, deps: StepDeps, { locked: { receipt: planned, now }, register: own }: Taken): Promise<Step | undefined> => {
  const [prepared, ownIds] = await Promise.all([prepareSend(tx, deps, { planned, own }), knownRemoteIds(tx, planned.paymentId)]);
  if ('problem' in prepared) {
    deps.log.error({ receiptId: planned.id, reason: prepared.problem }, 'a receipt cannot be printed');
    await fail(tx, planned, { reason: prepared.problem, remoteId: null });
    return undefined;
  }
  const { request, register, contact } = prepared;
  // The body and "sent" are on disk before the first byte leaves: a crash from here on ends in a question, never in a second receipt.
  const receipt = await change(tx, moved(prepared.receipt, 'send', { request, sentAt: now, firstSentAt: planned.firstSentAt ?? now }));
  return { ask: 'print', receipt, register, request, contact, look: lookFor(planned), sentBefore: planned.sentAt, ownIds };
};

const find = async (tx: Tx, receipt: ReceiptRow, register: RegisterRow): Promise<Step> => ({
  ask: 'find', receipt, register, ownIds: await knownRemoteIds(tx, receipt.paymentId),
});

const underWay = async (tx: Tx, receipt: ReceiptRow, register: RegisterRow): Promise<Step> => {
  if (receipt.remoteId !== null) return { ask: 'read', receipt, register, remoteId: receipt.remoteId };
  // Sent and no answer written: this process, or the one before it, died during the call.
  return find(tx, await lose(tx, receipt, 'the work ended before the answer of the register was written down'), register);
};

const stepOf = (tx: Tx, deps: StepDeps, { locked, register }: Taken): Promise<Step | undefined> => {
  const { receipt } = locked;
  switch (receipt.state) {
    case 'planned':
      return receipt.remoteId === null ? send(tx, deps, { locked, register }) : Promise.resolve({ ask: 'recheck', receipt, register, remoteId: receipt.remoteId });
    case 'sent':
      return underWay(tx, receipt, register);
    case 'unknown':
      return find(tx, receipt, register);
    case 'registered':
    case 'failed':
      return Promise.resolve(undefined);
    default:
      return assertNever(receipt.state);
  }
};

/** What a receipt needs next, written down before it is done; undefined when there is nothing to ask. */
export const takeStep = async (tx: Tx, deps: StepDeps, receiptId: string): Promise<Step | undefined> => {
  const [locked, isFirst, register] = await Promise.all([lockReceipt(tx, receiptId), isFirstInLine(tx, receiptId), registerOfReceipt(tx, receiptId)]);
  if (locked === undefined || register === undefined || !isFirst) return undefined;
  return stepOf(tx, deps, { locked, register });
};
