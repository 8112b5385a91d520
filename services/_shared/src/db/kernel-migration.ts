import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a service writes to the world. `event_log` is the history (resync, proof); a row of `outbox` means "not sent yet" and
 * points at it. Deleted and inserted all the time, so vacuum must not wait for a fifth of the table.
 */
const outgoing = `
  CREATE TABLE event_log (
    event_id uuid PRIMARY KEY,
    topic text NOT NULL,
    aggregate_id text NOT NULL,
    aggregate_version int NOT NULL CHECK (aggregate_version > 0),
    type text NOT NULL,
    merchant_id uuid NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    traceparent text,
    body jsonb NOT NULL,
    CONSTRAINT event_log_version UNIQUE (topic, aggregate_id, aggregate_version)
  );
  CREATE INDEX event_log_recorded ON event_log (recorded_at);
  CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shard smallint NOT NULL,
    event_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
  ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
  CREATE INDEX outbox_shard ON outbox (shard, id);
`;

/** What a service has read: the ids it has seen, how far it is with each aggregate, and what it could not take yet. */
const incoming = `
  CREATE TABLE inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, event_id)
  );
  CREATE INDEX inbox_received ON inbox (received_at);
  CREATE TABLE consumer_cursor (
    consumer text NOT NULL,
    topic text NOT NULL,
    aggregate_id text NOT NULL,
    last_version int NOT NULL,
    PRIMARY KEY (consumer, topic, aggregate_id)
  );
  CREATE TABLE parked (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer text NOT NULL,
    topic text NOT NULL,
    aggregate_id text NOT NULL,
    event_id uuid NOT NULL,
    aggregate_version int,
    value text NOT NULL,
    reason text NOT NULL CHECK (reason IN ('retry', 'later', 'never', 'gap', 'behind')),
    error text,
    tries int NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT parked_once UNIQUE (consumer, event_id)
  );
  CREATE INDEX parked_key ON parked (consumer, topic, aggregate_id, aggregate_version);
  CREATE INDEX parked_due ON parked (consumer, next_try_at) WHERE next_try_at IS NOT NULL;
`;

/** Work in waiting: one row a call, an inquiry, a deadline. `fence` grows with every claim, so an earlier holder cannot finish it. */
const waiting = `
  CREATE TABLE due_work (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    ref text NOT NULL,
    key text NOT NULL,
    merchant_id uuid NOT NULL,
    payload jsonb NOT NULL,
    due_at timestamptz NOT NULL,
    attempt int NOT NULL DEFAULT 0,
    fence bigint NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    last_error text,
    traceparent text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT due_work_key UNIQUE (kind, key)
  ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, fillfactor = 70);
  CREATE INDEX due_work_due ON due_work (due_at);
  CREATE INDEX due_work_ref ON due_work (ref);
`;

class KernelTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [outgoing, incoming, waiting]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}

/** Runs include those that went well: only failures in a row say how long a piece of work should be left alone. */
class FailuresInARow1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE due_work ADD COLUMN failures int NOT NULL DEFAULT 0');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}

/** The tables that the messaging of every service needs. Listed first among the migrations of each service; they run by the times in their names. */
export const kernelMigrations = [KernelTables1764000000000, FailuresInARow1764200000000];
