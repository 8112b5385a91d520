/** Fixes the group's place in every partition before the first read; a group that has one keeps it and is marked as in use. */
export const enterGroup = `
  INSERT INTO group_offset AS mine (group_name, topic, partition, next_offset)
  SELECT $1, topic, partition, CASE WHEN $3 THEN 0 ELSE next_offset END FROM partition_end WHERE topic = ANY($2::text[])
  ON CONFLICT (group_name, topic, partition) DO UPDATE SET used_at = clock_timestamp()`;

/** Members show themselves by a shared advisory lock; Postgres drops it with the connection, so the dead are not counted. */
export const becomeMember = `SELECT pg_advisory_lock_shared(hashtext('bus:member'), hashtext($1))`;

export const lookAround = `
  SELECT (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND classid = hashtext('bus:member')::oid AND objid = hashtext($1)::oid) AS members,
         (SELECT count(*)::int FROM partition_end WHERE topic = ANY($2::text[])) AS partitions`;

/** Takes up to $4 partitions that nobody in the group owns: an exclusive advisory lock each, which also ends with the connection. */
export const tryOwn = `
  WITH wanted AS MATERIALIZED (
    SELECT topic, partition FROM partition_end
    WHERE topic = ANY($2::text[]) AND NOT topic || '/' || partition = ANY($3::text[])
    ORDER BY md5(topic || partition)
  ) SELECT topic, partition FROM wanted
    WHERE pg_try_advisory_lock(hashtext('bus:' || $1), hashtext(topic || '/' || partition)) LIMIT $4`;

export const disown = `SELECT pg_advisory_unlock(hashtext('bus:' || $1), hashtext($2))`;

/** The place is read from the table every time: it is right also after a partition changed hands. */
export const fetchNext = `
  SELECT m.topic, m.partition, m."offset", m.key, m.value, m.headers
  FROM unnest($2::text[], $3::int[]) AS owned(topic, partition)
  JOIN group_offset g ON g.group_name = $1 AND g.topic = owned.topic AND g.partition = owned.partition
  CROSS JOIN LATERAL (
    SELECT * FROM message m WHERE m.topic = owned.topic AND m.partition = owned.partition AND m."offset" >= g.next_offset
    ORDER BY m."offset" LIMIT $4
  ) m ORDER BY m.topic, m.partition, m."offset"`;

/** Not waited for on the disk: after a crash of the server a group may find itself a little behind and gets the same messages again. */
export const commitOffset = `
  WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
  UPDATE group_offset SET next_offset = $4::bigint + 1, used_at = clock_timestamp() FROM unhurried WHERE group_name = $1 AND topic = $2 AND partition = $3`;

/** Drops what retention allows: old messages, superseded ones of compacted topics, the places of groups that nobody reads with. */
export const trim = [
  `DELETE FROM message WHERE ctid IN (
     SELECT m.ctid FROM message m JOIN topic t ON t.name = m.topic
     WHERE NOT t.compacted AND m.published_at < clock_timestamp() - make_interval(days => $1) LIMIT 20000)`,
  `DELETE FROM message WHERE (topic, partition, "offset") IN (
     SELECT topic, partition, "offset" FROM (
       SELECT m.topic, m.partition, m."offset", row_number() OVER (PARTITION BY m.topic, m.partition, m.key ORDER BY m."offset" DESC) AS age
       FROM message m JOIN topic t ON t.name = m.topic WHERE t.compacted) ranked
     WHERE age > 1) AND $1::int IS NOT NULL`,
  `DELETE FROM group_offset WHERE used_at < clock_timestamp() - make_interval(days => 2 * $1)`,
];
