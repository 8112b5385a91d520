import type { BusMessage } from './bus';

/** The same key always falls into the same partition of a topic. */
export const partitionOf = (key: string, partitions: number): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) >>> 0) % partitions;
};

/**
 * One statement, one round trip: lock the ends of the touched partitions in a fixed order (no deadlocks), move them, and write the
 * messages at the offsets won. The locks are held until this statement's own commit.
 */
export const publishSql = `
  WITH incoming AS (
    SELECT t.name AS topic, m.position, m.key, m.value, m.headers, m.partition
    FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS m(topic, partition, key, value, headers, position)
    JOIN topic t ON t.name = m.topic
  ), locked AS MATERIALIZED (
    SELECT topic, partition FROM partition_end
    WHERE (topic, partition) IN (SELECT topic, partition FROM incoming)
    ORDER BY topic, partition FOR UPDATE
  ), moved AS (
    UPDATE partition_end p SET next_offset = p.next_offset + c.messages
    FROM (SELECT topic, partition, count(*) AS messages FROM incoming JOIN locked USING (topic, partition) GROUP BY topic, partition) c
    WHERE p.topic = c.topic AND p.partition = c.partition
    RETURNING p.topic, p.partition, p.next_offset - c.messages AS first
  ), written AS (
    INSERT INTO message (topic, partition, "offset", key, value, headers)
    SELECT topic, partition, first + row_number() OVER (PARTITION BY topic, partition ORDER BY position) - 1, key, value, headers::jsonb
    FROM incoming JOIN moved USING (topic, partition)
    RETURNING 1
  ) SELECT count(*)::int AS written FROM written`;

export const publishParams = (messages: readonly BusMessage[], partitions: ReadonlyMap<string, number>): unknown[] => [
  messages.map(({ topic }) => topic),
  messages.map(({ topic, key }) => partitionOf(key, partitions.get(topic) ?? 1)),
  messages.map(({ key }) => key),
  messages.map(({ value }) => value),
  messages.map(({ headers }) => JSON.stringify(headers)),
];
