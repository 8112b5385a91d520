import { cursors, eventLog, inbox, outbox, parked, type CursorRow, type EventRow, type ParkedRow } from './kernel-tables';
import type { Statements } from './statements';
import type { View } from './view';
import { divisionByZero } from './table';

const isEarlierHead = (a: ParkedRow, b: ParkedRow): number => (a.aggregate_version ?? -1) - (b.aggregate_version ?? -1) || a.id - b.id;
const atKey = (view: View, [consumer, topic, aggregateId]: readonly string[]): ParkedRow[] =>
  view.where(parked, (row) => row.consumer === consumer && row.topic === topic && row.aggregate_id === aggregateId);

type Incoming = Omit<EventRow, 'occurred_at'> & { shard: number; occurred_at: string | null; first: boolean; compacted: boolean };

const follows = ({ topic, aggregate_id, aggregate_version, first, compacted }: Incoming, before: readonly EventRow[]): boolean => {
  const last = Math.max(...before.filter((row) => row.topic === topic && row.aggregate_id === aggregate_id).map((row) => row.aggregate_version));
  if (!first || last === -Infinity) return true;
  return compacted ? aggregate_version > last : aggregate_version === last + 1;
};

const pendingOf = (view: View, topic: string | null): object[] =>
  view.where(outbox, ({ shard }) => (view.tx.settings.get('owned_shards') as number[]).includes(shard)).sort((a, b) => a.id - b.id).slice(0, 500).flatMap(({ id, event_id }) => {
    const event = view.get(eventLog, event_id);
    return event === undefined || (topic !== null && event.topic !== topic) ? [] : [{ ...event, id: String(id) }];
  });

const outgoing: Statements = {
  // appendEvents: the statement sees the log as it was before it.
  'WITH incoming AS ( #444e4010': (view, [json]: [string]) => {
    const events = JSON.parse(json) as Incoming[];
    const before = view.rows(eventLog);
    if (!events.every((event) => follows(event, before))) throw divisionByZero();
    for (const { shard, occurred_at, first: _first, compacted: _compacted, ...event } of events) {
      view.insert(eventLog, { ...event, occurred_at: occurred_at === null ? view.now : new Date(occurred_at) });
      view.insert(outbox, { id: view.store.nextNumber('outbox'), shard, event_id: event.event_id });
    }
    return [{ follows: 1 }];
  },
  'SELECT FROM outbox LIMIT #a36aa214': (view) => view.rows(outbox).slice(0, 1).map(() => ({})),
  'WITH unhurried AS MATERIALIZED #18c08267': (view, [name]: [string]) => {
    const shards = [...new Set(view.rows(outbox).map(({ shard }) => shard))].filter((shard) => view.store.take(view.tx, `advisory/${name}/${shard}`));
    view.tx.settings.set('owned_shards', shards);
    return [{ set_config: shards.join(',') }];
  },
  'SELECT o.id, e.event_id, e.topic, #6c8be1ca': (view) => pendingOf(view, null),
  'SELECT o.id, e.event_id, e.topic, #b1175948': (view, [topic]: [string]) => pendingOf(view, topic),
  'DELETE FROM outbox WHERE #1c8d19c9': (view, [ids]: [readonly string[]]) => {
    for (const id of ids) {
      const row = view.get(outbox, id);
      if (row) view.remove(outbox, row);
    }
    return [];
  },
  'SELECT DISTINCT e.topic FROM #2d9190fd': (view) => [...new Set(view.rows(outbox).map(({ event_id }) => view.get(eventLog, event_id)?.topic))].map((topic) => ({ topic })),
  // resync
  'INSERT INTO outbox (shard, #d76590a4': (view, [topic, aggregateId, from, shard]: [string, string, number, number]) => {
    const waiting = new Set(view.rows(outbox).map(({ event_id }) => event_id));
    const asked = view.where(eventLog, (row) => row.topic === topic && row.aggregate_id === aggregateId && row.aggregate_version >= from && !waiting.has(row.event_id));
    for (const { event_id } of asked.sort((a, b) => a.aggregate_version - b.aggregate_version)) view.insert(outbox, { id: view.store.nextNumber('outbox'), shard, event_id });
    return [];
  },
};

type KeyColumns = [consumer: string, topics: readonly string[], aggregateIds: readonly string[], last: readonly number[]];
const keysOf = ([consumer, topics, aggregateIds]: KeyColumns): string[][] => topics.map((topic, at) => [consumer, topic, aggregateIds[at] ?? '']);
const cursorKey = ([consumer, topic, aggregateId]: readonly string[]): string => `${consumer}/${topic}/${aggregateId}`;

const cursorFor = (view: View, [consumer = '', topic = '', aggregate_id = '']: readonly string[]): CursorRow => {
  const fresh = { consumer, topic, aggregate_id, last_version: 0 };
  const row = view.inTheWay(cursors, fresh);
  if (row === undefined) view.insert(cursors, fresh);
  return row ?? fresh;
};

const newlySeen = (view: View, consumer: string, ids: readonly string[]): { event_id: string }[] =>
  [...ids].sort().flatMap((event_id) => {
    const row = { consumer, event_id };
    if (view.inTheWay(inbox, row) !== undefined) return [];
    view.insert(inbox, row);
    return [{ event_id }];
  });

type Usual = [consumer: string, topics: readonly string[], aggregateIds: readonly string[], first: readonly number[], last: readonly number[], eventIds: readonly string[]];

/** Whether the key stood just before its run, and was moved to the run's end. */
const moveOver = (view: View, key: readonly string[], { first, last }: { first: number; last: number }): boolean => {
  const [consumer = '', topic = '', aggregate_id = ''] = key;
  const row = view.inTheWay(cursors, { consumer, topic, aggregate_id, last_version: last });
  const stood = (row?.last_version ?? 0) + 1 === first;
  if (stood && row) view.update(cursors, row, { last_version: last });
  else if (stood) view.insert(cursors, { consumer, topic, aggregate_id, last_version: last });
  return stood;
};

const pauses: Readonly<Record<string, number>> = { gap: 0, retry: 1_000, later: 500 };

const parkedRow = (view: View, consumer: string, values: readonly (string | number | null)[]): ParkedRow => {
  const [topic, aggregate_id, event_id, aggregate_version, value, reason, error] = values as [string, string, string, number | null, string, string, string | null];
  const pause = pauses[reason];
  const next_try_at = pause === undefined ? null : view.store.clock() + pause;
  return { id: view.store.nextNumber('parked'), consumer, topic, aggregate_id, event_id, aggregate_version, value, reason, error, tries: reason === 'retry' || reason === 'later' ? 1 : 0, next_try_at };
};

const incoming: Statements = {
  // loadKeys
  'INSERT INTO consumer_cursor AS #9da0e446': (view, params: KeyColumns) =>
    keysOf(params).sort((a, b) => (cursorKey(a) < cursorKey(b) ? -1 : 1)).map((key) => {
      const { topic, aggregate_id, last_version } = cursorFor(view, key);
      return { topic, aggregateId: aggregate_id, last: last_version };
    }),
  'SELECT topic, aggregate_id AS #e2a9ec05': (view, params: KeyColumns) =>
    keysOf(params).flatMap((key) => atKey(view, key)).map(({ topic, aggregate_id, aggregate_version }) => ({ topic, aggregateId: aggregate_id, version: aggregate_version })),
  // markSeen
  'INSERT INTO inbox (consumer, #1cb4cafa': (view, [consumer, ids]: [string, readonly string[]]) => newlySeen(view, consumer, ids),
  // takeUsual
  'WITH run AS (SELECT #b1247723': (view, [consumer, topics, aggregateIds, firsts, lasts, eventIds]: Usual) => {
    const runs = topics.map((topic, at) => ({ key: [consumer, topic, aggregateIds[at] ?? ''], first: firsts[at] ?? 0, last: lasts[at] ?? 0 }));
    const moved = runs.sort((a, b) => (cursorKey(a.key) < cursorKey(b.key) ? -1 : 1)).filter(({ key, ...run }) => moveOver(view, key, run));
    if (newlySeen(view, consumer, eventIds).length < eventIds.length || moved.length < runs.length) throw divisionByZero();
    return [{ taken: 1 }];
  },
  'SELECT 1 / (count(*) #54d7f4da': (view, [consumer, topics, aggregateIds]: [string, readonly string[], readonly string[]]) => {
    if (topics.some((topic, at) => atKey(view, [consumer, topic, aggregateIds[at] ?? '']).length > 0)) throw divisionByZero();
    return [{ free: 1 }];
  },
  // moveCursors
  'WITH moved AS (SELECT #ce7a5e32': (view, params: KeyColumns) =>
    keysOf(params).flatMap((key, at) => {
      const last = params[3][at] ?? 0;
      const cursor = view.get(cursors, cursorKey(key));
      if (cursor) view.update(cursors, cursor, { last_version: last });
      const called = atKey(view, key).filter(({ aggregate_version }) => aggregate_version !== null && aggregate_version <= last + 1);
      return called.map((row) => ({ id: String(view.update(parked, row, { next_try_at: view.store.clock() }).id) }));
    }),
  // park
  'INSERT INTO parked (consumer, #93d1d461': (view, [consumer, ...columns]: [string, ...(string | number | null)[][]]) => {
    columns[0]?.forEach((_, at) => {
      const row = parkedRow(view, consumer, columns.map((column) => column[at] ?? null));
      if (view.inTheWay(parked, row, 'parked_once') === undefined) view.insert(parked, row);
    });
    return [];
  },
};

const waiting: Statements = {
  'SELECT id, topic, aggregate_id #442bed4b': (view, [consumer, max]: [string, number]) =>
    view.where(parked, (row) => row.consumer === consumer && row.next_try_at !== null && row.next_try_at <= view.tx.startedAt)
      .sort((a, b) => (a.next_try_at ?? 0) - (b.next_try_at ?? 0) || a.id - b.id).slice(0, max)
      .map(({ id, topic, aggregate_id }) => ({ id: String(id), topic, aggregate_id })),
  'SELECT last_version FROM consumer_cursor #fff556f1': (view, key: [string, string, string]) => {
    const row = view.get(cursors, cursorKey(key));
    return row && view.tryLock(cursors, row) ? [{ last_version: row.last_version }] : [];
  },
  'SELECT id, topic, aggregate_id, #479a72c4': (view, [id]: [string]) => {
    const row = view.get(parked, id);
    if (row === undefined || row.next_try_at === null || row.next_try_at > view.store.clock()) return [];
    const { topic, aggregate_id, event_id, aggregate_version, value, tries } = row;
    return [{ id, topic, aggregate_id, event_id, aggregate_version, value, tries }];
  },
  'SELECT min(aggregate_version) AS version, #fcf231ee': (view, key: [string, string, string]) => {
    const versions = atKey(view, key).map(({ aggregate_version }) => aggregate_version);
    const known = versions.filter((version) => version !== null);
    return [{ version: known.length === 0 ? null : Math.min(...known), unreadable: versions.includes(null) }];
  },
  'DELETE FROM parked WHERE #15bcb0cc': (view, [id]: [string]) => {
    const row = view.get(parked, id);
    if (row) view.remove(parked, row);
    return [];
  },
  'UPDATE parked SET next_try_at #aa199b7b': (view, key: [string, string, string]) => {
    const [head] = atKey(view, key).sort(isEarlierHead);
    if (head && (head.reason === 'behind' || head.reason === 'gap')) view.update(parked, head, { next_try_at: view.store.clock() });
    return [];
  },
  'UPDATE parked SET reason #ba066e3b': (view, [id, reason, error, version, pauseMs]: [string, string, string | null, number | null, number | null]) => {
    const row = view.get(parked, id);
    const next_try_at = pauseMs === null ? null : view.store.clock() + pauseMs;
    if (row) view.update(parked, row, { reason, error, tries: row.tries + 1, aggregate_version: row.aggregate_version ?? version, next_try_at });
    return [];
  },
};

/** Events out and in: log, outbox, inbox, cursors and what is parked. */
export const messageStatements: Statements = { ...outgoing, ...incoming, ...waiting };
