import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { printDocument } from './fiscal-drive';
import type { Receipt, ReceiptOrder } from './receipt';
import { shownNow, type World } from './world';

const failReceipt = (world: World, receipt: Receipt, reason: true | string): void => {
  receipt.status = 'failed';
  receipt.error = reason === true ? 'Ошибка кассы.' : reason;
  world.journal.write('receipt.failed', { receiptId: receipt.id, receiptKey: receipt.order.receiptKey });
};

const finish = (world: World, receipt: Receipt): void => {
  const { faults, journal } = world;
  if (receipt.status !== 'created' || faults.take('neverRegister') === true) return;
  const reason = faults.take('failReceipts');
  if (reason !== undefined) return failReceipt(world, receipt, reason);
  receipt.fiscal = printDocument(world, receipt);
  receipt.status = 'success';
  journal.write('receipt.printed', { receiptId: receipt.id, receiptKey: receipt.order.receiptKey, document: receipt.fiscal.documentNumber, total: receipt.order.total });
};

/** Registers what the `neverRegister` fault left waiting, once it is off. */
export const finishWaiting = (world: World): void => {
  if (world.faults.peek('neverRegister') !== undefined) return;
  for (const receipt of world.receipts.values()) {
    if (receipt.createdAt + world.settings.registerDelayMs <= shownNow(world)) finish(world, receipt);
  }
};

const accept = (world: World, order: ReceiptOrder): Receipt => {
  const id = String((world.lastReceiptId += 1));
  const receipt: Receipt = { id, fopReceiptKey: randomBytes(6).toString('base64url'), createdAt: shownNow(world), order, status: 'created', error: '', fiscal: undefined };
  world.receipts.set(id, receipt);
  if (order.receiptKey !== '' && !world.byKey.has(order.receiptKey)) world.byKey.set(order.receiptKey, receipt);
  world.journal.write('receipt.created', { receiptId: id, receiptKey: order.receiptKey, paymentId: order.paymentId, type: order.type, total: order.total });
  world.agenda.after(world.settings.registerDelayMs, () => finish(world, receipt));
  return receipt;
};

/** The receipt of this key: the first one if the key was used, else a new one. A failed receipt keeps its key. */
export const printReceipt = (world: World, order: ReceiptOrder): Receipt => {
  const earlier = world.byKey.get(order.receiptKey);
  if (earlier === undefined || world.faults.take('ignoreReceiptKey') === true) return accept(world, order);
  world.journal.write('receipt.repeated', { receiptId: earlier.id, receiptKey: order.receiptKey, sameContent: isDeepStrictEqual(earlier.order, order) });
  return earlier;
};
