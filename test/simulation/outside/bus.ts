import type { Bus, BusMessage, Delivered, SubscribeOptions } from '@paygraph/shared/messaging/bus';
import { strikes } from '../engine/faults';
import type { Place } from '../engine/scheduler';
import type { Network } from './network';

/** A broker whose partitions are the keys themselves: order within a key, any order between them, and each message once or more. */
export type SimulatedBus = Readonly<{
  /** The bus as one process sees it. */
  seenBy(place: Place): Bus;
  publish(message: BusMessage): void;
  /** Everything that was ever taken for a topic, in the order of each key. */
  log(topic: string): readonly Delivered[];
}>;

const nameOf = ({ topic, key }: Pick<BusMessage, 'topic' | 'key'>): string => `${topic}\n${key}`;

/** One key as one group reads it: how far it is, and who has it in hand. */
type Reading = { readonly log: Delivered[]; at: number; holder: Place | undefined };
type Group = { readonly options: SubscribeOptions; readonly places: Place[]; readonly onBatch: Map<Place, SubscribeOptions['onBatch']>; readonly readings: Reading[] };

const groupFrom = (options: SubscribeOptions, logs: ReadonlyMap<string, Delivered[]>): Group => {
  const readings = [...logs].filter(([name]) => options.topics.includes(name.slice(0, name.indexOf('\n')))).map(([, log]) => ({ log, at: 0, holder: undefined }));
  return { options, places: [], onBatch: new Map(), readings };
};

export const createBus = ({ scheduler, hostility }: Network): SimulatedBus => {
  const logs = new Map<string, Delivered[]>();
  const groups = new Map<string, Group>();

  const logOf = (message: BusMessage): Delivered[] => {
    const known = logs.get(nameOf(message));
    if (known) return known;
    const log: Delivered[] = [];
    logs.set(nameOf(message), log);
    for (const { options, readings } of groups.values()) if (options.topics.includes(message.topic)) readings.push({ log, at: 0, holder: undefined });
    return log;
  };
  const publish = (message: BusMessage): void => {
    const log = logOf(message);
    log.push({ ...message, partition: 0, offset: String(log.length) });
  };

  const deliver = (group: Group, place: Place, readings: readonly Reading[]): void => {
    const taken = readings.map((reading) => ({ reading, messages: reading.log.slice(reading.at, reading.at + 1 + scheduler.random.below(3)) }));
    for (const reading of readings) reading.holder = place;
    const free = (): void => {
      for (const reading of readings) if (reading.holder === place) reading.holder = undefined;
    };
    const done = (): void => {
      free();
      // A place on the bus that was not kept: the same messages come again.
      if (strikes(scheduler, hostility, hostility.network / 2)) return;
      for (const { reading, messages } of taken) reading.at = Math.max(reading.at, Number(messages.at(-1)?.offset ?? -1) + 1);
    };
    group.onBatch.get(place)?.(taken.flatMap(({ messages }) => messages)).then(done, free);
  };

  /** A key that a dead or frozen reader had in hand is given to another; a frozen one does not know. */
  const isWaiting = ({ log, at, holder }: Reading): boolean => at < log.length && (holder === undefined || !scheduler.isAwake(holder));

  scheduler.sources.push((offer) => {
    for (const group of groups.values()) {
      const waiting = group.readings.filter(isWaiting);
      if (waiting.length === 0) continue;
      const chosen = waiting.length === 1 || scheduler.random.chance(0.3) ? waiting : [scheduler.random.pick(waiting)];
      for (const place of group.places) if (scheduler.isAwake(place)) offer('the bus delivers', () => deliver(group, place, chosen), place);
    }
  });

  return {
    publish,
    log: (topic) => [...logs].filter(([name]) => name.startsWith(`${topic}\n`)).flatMap(([, log]) => log),
    seenBy: (place) => ({
      kind: 'kafka',
      ensureTopics: () => Promise.resolve(),
      publish: async (messages) => {
        await scheduler.wait(place, `publishes ${messages.length}`);
        messages.forEach(publish);
        if (strikes(scheduler, hostility, hostility.network)) throw new Error('The broker did not acknowledge');
      },
      subscribe: (options) => {
        const group = groups.get(options.group) ?? groupFrom(options, logs);
        groups.set(options.group, group);
        group.places.push(place);
        group.onBatch.set(place, options.onBatch);
        return Promise.resolve({ stop: () => Promise.resolve() });
      },
      stop: () => Promise.resolve(),
    }),
  };
};
