import type { MigrationInterface, QueryRunner } from 'typeorm';
import { idempotencyRetention } from './idempotency';

/** For every service with the table `idempotency`. */
export class IdempotencyRetention1764300000000 implements MigrationInterface {
  name = 'IdempotencyRetention1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(idempotencyRetention);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only'));
  }
}
