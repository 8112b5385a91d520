import type { Tx } from '@paygraph/shared/db/sql';
import { appendEvents } from '@paygraph/shared/messaging/events';
import { qrText, type FiscalAttributes } from '../domain/fiscal-attributes';
import { kindRules } from '../domain/receipt-kind';
import { nextReceiptState, type ReceiptMove } from '../domain/receipt-state';
import { nextInLine, saveReceipt, type ReceiptRow } from '../storage/receipts';
import { insertRegistration } from '../storage/registration';
import { receiptEvent } from './events';
import { schedulePrint } from './work';

/** The receipt after a move. @throws when the state table does not allow it: callers look at the state under the same lock. */
export const moved = (receipt: ReceiptRow, move: ReceiptMove, changes: Partial<ReceiptRow> = {}): ReceiptRow => {
  const state = nextReceiptState(receipt.state, move);
  if (state === null) throw new Error(`A receipt that is ${receipt.state} cannot ${move}`);
  return { ...receipt, ...changes, state };
};

const saveWith = async (tx: Tx, receipt: ReceiptRow, event: Parameters<typeof receiptEvent>[0] | null, rest: object): Promise<ReceiptRow> => {
  if (event === null) {
    await saveReceipt(tx, receipt);
    return receipt;
  }
  const version = receipt.eventVersion + 1;
  const told = { ...receipt, eventVersion: version };
  await saveReceipt(tx, told);
  await appendEvents(tx, [receiptEvent(event, { receipt: told, version, rest: rest as never })]);
  return told;
};

/** A change that the world need not hear of. */
export const change = (tx: Tx, receipt: ReceiptRow): Promise<ReceiptRow> => saveWith(tx, receipt, null, {});

export const fail = (tx: Tx, receipt: ReceiptRow, o: { reason: string; remoteId: string | null }): Promise<ReceiptRow> =>
  saveWith(tx, moved(receipt, 'refuse', { problem: o.reason, remoteId: o.remoteId, asks: 0 }), 'ReceiptFailed', { reason: o.reason });

export const lose = (tx: Tx, receipt: ReceiptRow, reason: string): Promise<ReceiptRow> =>
  saveWith(tx, moved(receipt, 'loseAnswer', { problem: reason, asks: 0 }), 'ReceiptUnknown', {});

/** Writes the fiscal attributes down, tells the world and lets the child order's next receipt go. */
export const register = async (
  tx: Tx,
  receipt: ReceiptRow,
  o: { fiscal: FiscalAttributes; url: string | null; remoteId: string; problem: string | null },
): Promise<ReceiptRow> => {
  const { fiscal, url, remoteId, problem } = o;
  const qr = qrText({ fiscal, total: receipt.total, settlement: kindRules[receipt.kind].settlement });
  await insertRegistration(tx, { receipt, fiscal, qr, url });
  const done = moved(receipt, 'register', { remoteId, problem, asks: 0 });
  const told = await saveWith(tx, done, 'ReceiptRegistered', { fiscal: { ...fiscal, registeredAt: fiscal.registeredAt.toISOString() }, qr, url });
  const next = await nextInLine(tx, told);
  if (next !== undefined) await schedulePrint(tx, next);
  return told;
};
