import type { Consumer, TopicPartitionOffset } from 'kafkajs';

/** How far a group is, on its way to the broker. */
export type Places = Readonly<{
  note(place: TopicPartitionOffset): void;
  /** Tells the broker now. Never throws: what it does not learn comes again, and the inbox knows it. */
  flush(): Promise<void>;
}>;

const gatherMs = 500;
const nameOf = ({ topic, partition }: TopicPartitionOffset): string => `${topic}/${partition}`;

/**
 * Gathers the commits of half a second. One after each batch was a request to the broker, and a row written there, for nearly every
 * event. A member that dies is read again from half a second before.
 */
export const createPlaces = (consumer: Consumer): Places => {
  const reached = new Map<string, TopicPartitionOffset>();
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const places = [...reached.values()];
    reached.clear();
    if (places.length === 0) return;
    await consumer.commitOffsets(places).catch(() => places.filter((place) => !reached.has(nameOf(place))).forEach(note));
  };
  const note = (place: TopicPartitionOffset): void => {
    reached.set(nameOf(place), place);
    timer ??= setTimeout(() => void flush(), gatherMs).unref();
  };

  consumer.on(consumer.events.REBALANCING, () => void flush());
  // From here on a partition may be another member's, who is further.
  consumer.on(consumer.events.GROUP_JOIN, () => reached.clear());
  return { note, flush };
};
