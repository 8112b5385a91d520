import type { Tx } from '@paygraph/shared/db/sql';
import type { Log } from '@paygraph/shared/log';
import { assertNever } from '@paygraph/shared/result';
import type { PrintRequest } from '../domain/cash-register';
import { findRegister, type RegisterRow } from '../storage/configuration';
import { isFirstInLine, knownRemoteIds, lockReceipt, type ReceiptRow } from '../storage/receipts';
import { change, fail, lose, moved } from './change-receipt';
import { prepareSend, type SendDeps } from './prepare-send';

/** What to ask the register. `recheck`: a receipt that the register called failed is looked at once more before it is printed anew. */
export type Step =
  | Readonly<{ ask: 'print'; receipt: ReceiptRow; register: RegisterRow; request: PrintRequest; contact: string }>
  | Readonly<{ ask: 'find'; receipt: ReceiptRow; register: RegisterRow; ownIds: readonly string[] }>
  | Readonly<{ ask: 'read' | 'recheck'; receipt: ReceiptRow; register: RegisterRow; remoteId: string }>;

export type StepDeps = SendDeps & Readonly<{ now: () => Date; log: Log }>;

const send = async (tx: Tx, deps: StepDeps, planned: ReceiptRow): Promise<Step | undefined> => {
  const prepared = await prepareSend(tx, deps, planned);
  if ('problem' in prepared) {
    deps.log.error({ receiptId: planned.id, reason: prepared.problem }, 'a receipt cannot be printed');
    await fail(tx, planned, { reason: prepared.problem, remoteId: null });
    return undefined;
  }
  const { request, register, contact } = prepared;
  // The body and "sent" are on disk before the first byte leaves: a crash from here on ends in a question, never in a second receipt.
  const receipt = await change(tx, moved(prepared.receipt, 'send', { request, sentAt: deps.now() }));
  return { ask: 'print', receipt, register, request, contact };
};

const find = async (tx: Tx, receipt: ReceiptRow, register: RegisterRow): Promise<Step> => ({
  ask: 'find', receipt, register, ownIds: await knownRemoteIds(tx, receipt.paymentId),
});

const underWay = async (tx: Tx, receipt: ReceiptRow, register: RegisterRow): Promise<Step> => {
  if (receipt.remoteId !== null) return { ask: 'read', receipt, register, remoteId: receipt.remoteId };
  // Sent and no answer written: this process, or the one before it, died during the call.
  return find(tx, await lose(tx, receipt, 'the work ended before the answer of the register was written down'), register);
};

const stepOf = (tx: Tx, deps: StepDeps, { receipt, register }: Pick<Step, 'receipt' | 'register'>): Promise<Step | undefined> => {
  switch (receipt.state) {
    case 'planned':
      return receipt.remoteId === null ? send(tx, deps, receipt) : Promise.resolve({ ask: 'recheck', receipt, register, remoteId: receipt.remoteId });
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
  const receipt = await lockReceipt(tx, receiptId);
  if (receipt === undefined || !(await isFirstInLine(tx, receipt))) return undefined;
  const register = await findRegister(tx, receipt.cashRegisterId);
  return register === undefined ? undefined : stepOf(tx, deps, { receipt, register });
};
