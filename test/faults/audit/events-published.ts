import type { Books, Check, EventRow, Found } from './books';
import { groupBy } from './group';
import type { Message } from './read-topics';

// Of a compacted topic only the newest message of a key is sure to stay.
const compacted = new Set(['merchants.configuration.v1']);

const keyOf = (topic: string, aggregateId: string): string => `${topic} ${aggregateId}`;

const newestOf = (events: readonly EventRow[]): Map<string, number> => {
  const newest = new Map<string, number>();
  for (const { topic, aggregate_id, aggregate_version } of events) {
    const key = keyOf(topic, aggregate_id);
    newest.set(key, Math.max(newest.get(key) ?? 0, aggregate_version));
  }
  return newest;
};

const missing = ({ events, messages }: Books): Found[] => {
  const sent = new Set(messages.map(({ eventId }) => eventId));
  const newest = newestOf(events);
  return events
    .filter(({ event_id }) => !sent.has(event_id))
    .filter(({ topic, aggregate_id, aggregate_version }) => !compacted.has(topic) || newest.get(keyOf(topic, aggregate_id)) === aggregate_version)
    .map(({ topic, type, event_id, order_id }) => ({ text: `${type} ${event_id} is not on ${topic}`, orderId: order_id ?? undefined }));
};

const invented = ({ events, messages }: Books): Found[] => {
  const written = new Set(events.map(({ event_id }) => event_id));
  const strange = messages.filter(({ eventId }) => !written.has(eventId));
  return [...new Map(strange.map((message) => [message.eventId, message])).values()].map(({ topic, type, eventId }) => ({ text: `${topic} has a ${type} ${eventId} that no service wrote` }));
};

/** Messages may come again, but each version first after all before it: that is the order of the first arrivals. */
const isOrdered = (messages: readonly Message[]): boolean => {
  let last = 0;
  for (const { aggregateVersion } of messages) {
    if (aggregateVersion > last + 1) return false;
    last = Math.max(last, aggregateVersion);
  }
  return true;
};

const disordered = ({ messages }: Books): Found[] => {
  const keys = groupBy(messages.filter(({ topic }) => !compacted.has(topic)), ({ topic, key }) => keyOf(topic, key));
  return [...keys].flatMap(([key, all]) => {
    const inOrder = [...all].sort((a, b) => a.partition - b.partition || a.offset - b.offset);
    const isOnePlace = new Set(all.map(({ partition }) => partition)).size === 1;
    return isOnePlace && isOrdered(inOrder) ? [] : [{ text: `the events of ${key} are not in order, or not on one partition: ${inOrder.map(({ aggregateVersion }) => aggregateVersion).join(' ')}` }];
  });
};

/** Each event is on its topic, nothing else is, and each key's events are in order. */
export const eventsPublished: Check = {
  name: 'events published',
  about: 'each written event is on its topic at least once, in the order of its key, and nothing is there that was not written',
  run: (books) => [...missing(books), ...invented(books), ...disordered(books)],
};
