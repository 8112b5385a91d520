import type { MigrationInterface, QueryRunner } from 'typeorm';
import { trimmable } from '@paygraph/shared/db/row-level-security';

// The index costs nothing for what was believed: only what was refused is in it.
const old = `
  CREATE INDEX provider_notification_refused ON provider_notification (received_at) WHERE verdict LIKE 'refused:%';
  ${trimmable('provider_notification', `verdict LIKE 'refused:%' AND received_at < now() - interval '7 days'`)}
`;

/** Anybody can post to a notification's address: what was refused is kept for a while, not for ever. */
export class RefusedNotifications1764300000001 implements MigrationInterface {
  name = 'RefusedNotifications1764300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(old);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only'));
  }
}
