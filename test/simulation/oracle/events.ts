import { cursors, dueWork, eventLog, outbox, parked } from '../database/kernel-tables';
import type { Store } from '../database/store';
import type { SimulatedBus } from '../outside/bus';

const versionsOf = (store: Store, topic: string): Map<string, number[]> => {
  const versions = new Map<string, number[]>();
  for (const row of store.committed(eventLog)) if (row.topic === topic) versions.set(row.aggregate_id, [...(versions.get(row.aggregate_id) ?? []), row.aggregate_version]);
  return versions;
};

const isCounted = (versions: readonly number[]): boolean => [...versions].sort((a, b) => a - b).every((version, at) => version === at + 1);

/** The versions as the bus got them, each by its first copy. */
const sentOf = (bus: SimulatedBus, topic: string): Map<string, Set<number>> => {
  const sent = new Map<string, Set<number>>();
  for (const { key, value } of bus.log(topic)) {
    const { aggregateVersion } = JSON.parse(value) as { aggregateVersion: number };
    sent.set(key, (sent.get(key) ?? new Set()).add(aggregateVersion));
  }
  return sent;
};

/** Each event of a topic once a version and without gaps, on the bus in its order, and read to the end by `reader`. */
export const eventProblems = (writer: Store, topic: string, { bus, reader }: { bus: SimulatedBus; reader?: Store }): string[] => {
  const sent = sentOf(bus, topic);
  const taken = new Map(reader?.committed(cursors).map((row) => [row.aggregate_id, row.last_version]));
  return [...versionsOf(writer, topic)].flatMap(([id, versions]) => {
    const first = [...(sent.get(id) ?? [])];
    const name = id.slice(-4);
    return [
      ...(isCounted(versions) ? [] : [`the events of ${name} are not counted without gaps: ${versions.join(', ')}`]),
      ...(first.every((version, at) => version === at + 1) ? [] : [`the events of ${name} came to the bus as ${first.join(', ')}`]),
      ...(first.length === versions.length ? [] : [`${versions.length} events of ${name} were written and ${first.length} came to the bus`]),
      ...(reader === undefined || taken.get(id) === versions.length ? [] : [`of ${versions.length} events of ${name} the reader took ${taken.get(id) ?? 0}`]),
    ];
  });
};

/** Nothing may be left waiting. */
export const leftovers = (name: string, store: Store): string[] => [
  ...store.committed(outbox).map(({ event_id }) => `${name}: the event ${event_id} waits in the outbox`),
  ...store.committed(parked).map(({ topic, aggregate_version, reason, error }) => `${name}: version ${aggregate_version} of ${topic} is parked as ${reason}: ${error ?? ''}`),
  ...store.committed(dueWork).map(({ kind, last_error }) => `${name}: the work ${kind} waits: ${last_error ?? ''}`),
];
