import type { TableSpec } from './table';

export type EventRow = Readonly<{
  event_id: string; topic: string; aggregate_id: string; aggregate_version: number; type: string; merchant_id: string; occurred_at: Date; traceparent: string | null; body: object;
}>;
export const eventLog: TableSpec<EventRow> = {
  name: 'event_log',
  keyOf: ({ event_id }) => event_id,
  uniques: [{ name: 'event_log_version', of: (row) => `${row.topic}/${row.aggregate_id}/${row.aggregate_version}` }],
  check: ({ aggregate_version }) => (aggregate_version > 0 ? null : 'event_log_aggregate_version_check'),
};

export type OutboxRow = Readonly<{ id: number; shard: number; event_id: string }>;
export const outbox: TableSpec<OutboxRow> = { name: 'outbox', keyOf: ({ id }) => String(id) };

export type InboxRow = Readonly<{ consumer: string; event_id: string }>;
export const inbox: TableSpec<InboxRow> = { name: 'inbox', keyOf: (row) => `${row.consumer}/${row.event_id}` };

export type CursorRow = Readonly<{ consumer: string; topic: string; aggregate_id: string; last_version: number }>;
export const cursors: TableSpec<CursorRow> = { name: 'consumer_cursor', keyOf: (row) => `${row.consumer}/${row.topic}/${row.aggregate_id}` };

/** `next_try_at` in milliseconds. */
export type ParkedRow = Readonly<{
  id: number; consumer: string; topic: string; aggregate_id: string; event_id: string; aggregate_version: number | null; value: string; reason: string; error: string | null;
  tries: number; next_try_at: number | null;
}>;
export const parked: TableSpec<ParkedRow> = {
  name: 'parked',
  keyOf: ({ id }) => String(id),
  uniques: [{ name: 'parked_once', of: (row) => `${row.consumer}/${row.event_id}` }],
  check: ({ reason }) => (['retry', 'later', 'never', 'gap', 'behind'].includes(reason) ? null : 'parked_reason_check'),
};

/** `due_at` and `claimed_until` in milliseconds. */
export type WorkRow = Readonly<{
  id: string; kind: string; ref: string; key: string; merchant_id: string; payload: object; due_at: number; attempt: number; fence: number; claimed_until: number | null;
  last_error: string | null; failures: number; traceparent: string | null;
}>;
export const dueWork: TableSpec<WorkRow> = {
  name: 'due_work',
  keyOf: ({ id }) => id,
  uniques: [{ name: 'due_work_key', of: ({ kind, key }) => `${kind}/${key}` }],
};

export type IdempotencyRow = Readonly<{ merchant_id: string; operation: string; key: string; request_hash: string; response: unknown }>;
export const idempotency: TableSpec<IdempotencyRow> = { name: 'idempotency', keyOf: (row) => `${row.merchant_id}/${row.operation}/${row.key}`, isolated: true };
