import type { Tx } from '@paygraph/shared/db/sql';
import { appendEvents, type NewEvent } from '@paygraph/shared/messaging/events';
import { qrText, type FiscalAttributes } from '../domain/fiscal-attributes';
import { kindRules } from '../domain/receipt-kind';
import { nextReceiptState, type ReceiptMove } from '../domain/receipt-state';
import { lockOrder } from '../storage/orders';
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

/** A change that the world need not hear of. */
export const change = async (tx: Tx, receipt: ReceiptRow): Promise<ReceiptRow> => {
  await saveReceipt(tx, receipt);
  return receipt;
};

/** A change that the world hears of, under the next number of the receipt's events. */
const changeAndTell = async (tx: Tx, receipt: ReceiptRow, eventOf: (told: ReceiptRow) => NewEvent): Promise<ReceiptRow> => {
  const told = await change(tx, { ...receipt, eventVersion: receipt.eventVersion + 1 });
  await appendEvents(tx, [eventOf(told)]);
  return told;
};

export const fail = (tx: Tx, receipt: ReceiptRow, { reason, remoteId }: { reason: string; remoteId: string | null }): Promise<ReceiptRow> =>
  changeAndTell(tx, moved(receipt, 'refuse', { problem: reason, remoteId, asks: 0 }), (told) =>
    receiptEvent('ReceiptFailed', { receipt: told, version: told.eventVersion, rest: { reason } }),
  );

export const lose = (tx: Tx, receipt: ReceiptRow, reason: string): Promise<ReceiptRow> =>
  changeAndTell(tx, moved(receipt, 'loseAnswer', { problem: reason, asks: 0 }), (told) =>
    receiptEvent('ReceiptUnknown', { receipt: told, version: told.eventVersion, rest: {} }),
  );

type Printed = Readonly<{ fiscal: FiscalAttributes; url: string | null; remoteId: string; problem: string | null }>;

/** Writes the fiscal attributes down, tells the world and lets the child order's next receipt go. */
export const register = async (tx: Tx, receipt: ReceiptRow, { fiscal, url, remoteId, problem }: Printed): Promise<ReceiptRow> => {
  // Planning holds this lock too: without it a receipt planned at this very moment would find us unregistered, and we would not see it yet.
  const [, next] = await Promise.all([lockOrder(tx, receipt.orderId), nextInLine(tx, receipt)]);
  const qr = qrText({ fiscal, total: receipt.total, settlement: kindRules[receipt.kind].settlement });
  await insertRegistration(tx, { receipt, fiscal, qr, url });
  const rest = { fiscal: { ...fiscal, registeredAt: fiscal.registeredAt.toISOString() }, qr, url };
  const told = await changeAndTell(tx, moved(receipt, 'register', { remoteId, problem, asks: 0 }), (done) =>
    receiptEvent('ReceiptRegistered', { receipt: done, version: done.eventVersion, rest }),
  );
  if (next !== undefined) await schedulePrint(tx, next);
  return told;
};
