import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `doubt`: why the provider's word alone cannot settle an operation; a person may then, and the event log says who did (`hand`). */
const parts = [
  `ALTER TABLE operation ADD COLUMN doubt text`,
  `ALTER TABLE provider_call DROP CONSTRAINT provider_call_direction_check`,
  `ALTER TABLE provider_call ADD CONSTRAINT provider_call_direction_check CHECK (direction IN ('intent', 'out', 'in', 'hand')) NOT VALID`,
  `ALTER TABLE provider_call VALIDATE CONSTRAINT provider_call_direction_check`,
];

/** Lets a person settle what the provider contradicts itself about. */
export class SettledByHand1764100000005 implements MigrationInterface {
  name = 'SettledByHand1764100000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of parts) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only'));
  }
}
