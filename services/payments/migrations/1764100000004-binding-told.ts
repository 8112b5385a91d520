import type { MigrationInterface, QueryRunner } from 'typeorm';

// A binding may come with the first word of a payment or with a later one: whether it was told is kept with the payment, so that it is told once.
const column = `
  ALTER TABLE payment ADD COLUMN binding_told boolean NOT NULL DEFAULT false;
  UPDATE payment p SET binding_told = true
  WHERE EXISTS (SELECT FROM event_log e WHERE e.topic = 'payments.payment.v1' AND e.aggregate_id = p.id::text AND e.type = 'CardBindingReceived');
`;

/** Whether the card that came with a payment was told of. */
export class BindingTold1764100000004 implements MigrationInterface {
  name = 'BindingTold1764100000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(column);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations run forward only'));
  }
}
