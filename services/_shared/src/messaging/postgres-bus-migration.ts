import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrateService } from '../db/migrate';

export const busService = 'bus';

/**
 * Topics as tables. `partition_end.next_offset` is locked by a publisher until its commit, so offsets of a partition are without
 * gaps and become visible in their order: a reader that goes by offset cannot pass a message that commits later.
 */
class BusTables1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE topic (
        name text PRIMARY KEY,
        partitions int NOT NULL CHECK (partitions > 0),
        compacted boolean NOT NULL
      );
      CREATE TABLE partition_end (
        topic text NOT NULL REFERENCES topic,
        partition int NOT NULL,
        next_offset bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (topic, partition)
      ) WITH (fillfactor = 50);
      CREATE TABLE message (
        topic text NOT NULL,
        partition int NOT NULL,
        "offset" bigint NOT NULL,
        key text NOT NULL,
        value text NOT NULL,
        headers jsonb NOT NULL,
        published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (topic, partition, "offset")
      );
      CREATE INDEX message_published ON message (published_at);
      CREATE TABLE group_offset (
        group_name text NOT NULL,
        topic text NOT NULL,
        partition int NOT NULL,
        next_offset bigint NOT NULL,
        used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (group_name, topic, partition)
      ) WITH (fillfactor = 50);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}

/** Creates or upgrades the schema `bus` and its role `bus_app` in the database of `ownerUrl`. Safe to repeat. */
export const migrateBus = ({ ownerUrl, rolePassword }: Readonly<{ ownerUrl: string; rolePassword: string }>): Promise<void> =>
  migrateService({ ownerUrl, service: busService, rolePassword, migrations: [BusTables1764000000001] });
