import { ordersOrder, ordersTimeline } from '@paygraph/schema/events/orders';
import type { Tx } from '@paygraph/shared/db/database';
import { appendEvents, type NewEvent } from '@paygraph/shared/messaging/events';
import type { Change, Told } from '../domain/happening';
import type { Order } from '../domain/order';
import type { StoredOrder } from '../storage/load-order';
import { saveOrder } from '../storage/save-order';
import { appendEntries, type NewEntry } from '../storage/timeline';
import type { Desk } from './desk';
import { entryOf, eventOf, type OrderEvent } from './tell';

const orderEvents = ({ id, merchantId }: Order, events: readonly OrderEvent[], version: number): NewEvent[] =>
  events.map(({ type, body }, index) => ({ topic: ordersOrder.topic, type, aggregateId: id, aggregateVersion: version + 1 + index, merchantId, body }));

const timelineEvents = ({ id, merchantId }: Order, entries: readonly NewEntry[]): NewEvent[] =>
  entries.map(({ seq, childOrderId, kind, facts, happenedAt }) => ({
    topic: ordersTimeline.topic, type: 'TimelineEntryAdded', aggregateId: id, aggregateVersion: seq, merchantId,
    body: { orderId: id, seq, childOrderId, kind, happenedAt: happenedAt.toISOString(), facts },
  }));

const entriesFrom = (told: readonly Told[], { seq, at }: { seq: number; at: Date }): NewEntry[] =>
  told.flatMap((item) => entryOf(item) ?? []).map((entry, index) => ({ ...entry, seq: seq + 1 + index, happenedAt: at }));

export type Writing = Readonly<{ before: StoredOrder; change: Change; at: Date; alsoFirst?: readonly OrderEvent[]; also?: readonly NewEvent[] }>;

/**
 * Writes a change of a locked order: rows, history and events in one transaction, so that none of them can exist without the others.
 * `alsoFirst` are events that no happening stands for (OrderPlaced); `also` are events of other topics.
 */
export const writeChange = async (desk: Desk, tx: Tx, { before, change, at, alsoFirst = [], also = [] }: Writing): Promise<void> => {
  const { order, told } = change;
  const events = [...alsoFirst, ...told.flatMap((item) => eventOf(order.id, item) ?? [])];
  const entries = entriesFrom(told, { seq: before.seq, at });
  await saveOrder(tx, { before: before.order, after: order, version: before.version + events.length, seq: before.seq + entries.length });
  if (entries.length > 0) await appendEntries(tx, order, entries);
  await appendEvents(tx, [...orderEvents(order, events, before.version), ...also, ...timelineEvents(order, entries)]);
  if (entries.length > 0) tx.afterCommit(() => desk.announce({ merchantId: order.merchantId, orderId: order.id }));
};
