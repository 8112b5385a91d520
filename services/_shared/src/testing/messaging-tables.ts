import type { MigrationInterface, QueryRunner } from 'typeorm';
import { kernelMigrations } from '../db/kernel-migration';

class TestTables1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE thing (id text PRIMARY KEY, version int NOT NULL)');
    await runner.query('CREATE TABLE effect (reader text NOT NULL, thing text NOT NULL, step int NOT NULL, merchant text, at bigint GENERATED ALWAYS AS IDENTITY)');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}

/** The kernel's tables, an aggregate to change (`thing`) and a record of what handlers did (`effect`). */
export const messagingTables = [...kernelMigrations, TestTables1764000000001];
