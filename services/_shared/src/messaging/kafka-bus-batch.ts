import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Log } from '../log';
import type { Delivered, SubscribeOptions } from './bus';
import type { Places } from './kafka-bus-places';

const batchDefault = 50;
const retryPauseMs = 500;
const heartbeatEveryMs = 3_000;

const textHeaders = (headers: KafkaMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));

const toDelivered = (topic: string, partition: number) => (message: KafkaMessage): Delivered => ({
  topic,
  partition,
  offset: message.offset,
  key: message.key?.toString() ?? '',
  value: message.value?.toString() ?? '',
  headers: textHeaders(message.headers),
});

const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** Tells the broker that we live while the handler works; a rebalance that it learns of is told after the handler is done. */
const whileBeating = async (heartbeat: () => Promise<void>, work: () => Promise<void>): Promise<{ brokerError?: unknown }> => {
  let brokerError: unknown;
  const timer = setInterval(() => void heartbeat().catch((error: unknown) => (brokerError = error)), heartbeatEveryMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { brokerError };
};

export type BatchOptions = Readonly<{ log: Log; subscription: SubscribeOptions; places: Places; onProgress: () => void }>;

/**
 * Gives a fetched batch to the subscriber in pieces and notes how far it is after each. Errors of the subscriber never reach kafkajs, which would
 * restart the consumer for ever: the partition rests instead, and since nothing was resolved it begins again with the same message.
 * Errors of the broker (a rebalance, a lost generation) are kafkajs' own and are passed to it.
 */
export const batchHandler = ({ log, subscription, places, onProgress }: BatchOptions) => {
  const { onBatch, batchMax = batchDefault, group } = subscription;

  const rest = ({ batch, pause }: EachBatchPayload, error: unknown): void => {
    log.warn({ err: error, group, topic: batch.topic, partition: batch.partition }, 'a batch was not taken and comes again');
    setTimeout(pause(), retryPauseMs).unref();
  };

  /** False when the subscriber did not take the piece. */
  const give = async (payload: EachBatchPayload, piece: readonly KafkaMessage[]): Promise<boolean> => {
    const { batch, heartbeat, isRunning, resolveOffset, commitOffsetsIfNecessary } = payload;
    const last = piece.at(-1);
    if (!last) return true;
    const outcome = await whileBeating(heartbeat, () => onBatch(piece.map(toDelivered(batch.topic, batch.partition)))).catch((error: unknown) => ({ error }));
    onProgress();
    if ('error' in outcome) {
      rest(payload, outcome.error);
      return false;
    }
    resolveOffset(last.offset);
    const [{ topic, partition }, offset] = [batch, (BigInt(last.offset) + 1n).toString()];
    // A consumer that is being stopped takes only what its own batch says.
    if (isRunning()) places.note({ topic, partition, offset });
    else await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
    if (outcome.brokerError) throw outcome.brokerError;
    return true;
  };

  return async (payload: EachBatchPayload): Promise<void> => {
    for (const piece of chunksOf(payload.batch.messages, batchMax)) {
      if (!payload.isRunning() || payload.isStale()) return;
      if (!(await give(payload, piece))) return;
      await payload.heartbeat();
    }
  };
};
