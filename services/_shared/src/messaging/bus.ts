/** One message of a topic. Messages of one key stay in order; `value` is text (JSON for events). */
export type BusMessage = Readonly<{ topic: string; key: string; value: string; headers: Readonly<Record<string, string>> }>;
export type Delivered = BusMessage & Readonly<{ partition: number; offset: string }>;
/** `compacted`: only the newest message of a key is sure to stay; otherwise messages stay for the topic's retention. */
export type TopicSpec = Readonly<{ name: string; partitions: number; compacted: boolean }>;
export type Subscription = { stop(): Promise<void> };

export type SubscribeOptions = Readonly<{
  /** Members of one group share the partitions; every group gets every message. */
  group: string;
  topics: readonly string[];
  /** Where a group begins that has never committed anything. */
  from: 'earliest' | 'latest';
  /** Most messages in one batch, 50 unless told. */
  batchMax?: number;
  /** Resolved = committed. Rejected = the same messages again after a pause; other partitions go on meanwhile. */
  onBatch: (batch: readonly Delivered[]) => Promise<void>;
}>;

/** What a service needs of a broker: at-least-once, ordered by key, shared by groups. Duplicates are the reader's to remove. */
export type Bus = {
  readonly kind: 'kafka' | 'postgres';
  /** Creates what is missing; never changes a topic that exists. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;
  /** Resolves after every message is acknowledged. A rejection says nothing: any of them may have arrived. */
  publish(messages: readonly BusMessage[]): Promise<void>;
  /** Resolves when the group's place is fixed: what is published afterwards will be delivered. */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  stop(): Promise<void>;
};
