import type { Tx } from '@paygraph/shared/db/sql';
import { appendEvents } from '@paygraph/shared/messaging/events';
import { scheduleWork } from '@paygraph/shared/messaging/due-work';
import { amountsOf } from '../domain/amounts';
import type { Change } from '../domain/change';
import type { Snapshot } from '../domain/payment';
import { appendLedger } from './ledger';
import { saveOperations } from './operations';
import { insertPayment, updatePayment } from './payments';

export const paymentTopic = 'payments.payment.v1';

const saveEvents = ({ payment, events }: Change) => {
  const first = payment.version - events.length + 1;
  return events.map(({ type, body }, index) => ({
    topic: paymentTopic, type, aggregateId: payment.id, aggregateVersion: first + index, merchantId: payment.merchantId, body,
  }));
};

/** Marking a call as sent, or counting a question, moves no money: the payment's row need not be written for it. */
const hasSameAmounts = (before: Snapshot, after: Snapshot): boolean => JSON.stringify(amountsOf(before.operations)) === JSON.stringify(amountsOf(after.operations));

/**
 * Saves a change whole, always in the same order: payment, operations, ledger, events, work. The payment's row lock comes first, which
 * makes the order of a payment's events true and deadlocks impossible. `before` is null for a new payment.
 */
export const saveChange = async (tx: Tx, before: Snapshot | null, change: Change): Promise<void> => {
  const { payment, work } = change;
  if (!before) await insertPayment(tx, change);
  else if (payment !== before.payment || !hasSameAmounts(before, change)) await updatePayment(tx, before, change);
  await saveOperations(tx, change);
  await appendLedger(tx, change);
  await appendEvents(tx, saveEvents(change));
  for (const { kind, key, dueInMs, payload } of work) {
    await scheduleWork(tx, { kind, ref: payment.id, key, merchantId: payment.merchantId, payload, dueInMs });
  }
};
