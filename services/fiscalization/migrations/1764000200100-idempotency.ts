import { idempotencyTable } from '@paygraph/shared/db/idempotency';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each key of a merchant's mutation was used for. */
export class Idempotency1764000200100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(idempotencyTable);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
