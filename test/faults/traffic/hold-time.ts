import { Client } from 'pg';
import type { HurryHold } from './scene';

const hurried = `
  WITH hold AS (UPDATE payments.payment SET hold_expires_at = now() + interval '1 hour' WHERE id = $1 AND state = 'authorized' RETURNING id)
  UPDATE payments.due_work w SET due_at = now() FROM hold WHERE w.ref = hold.id::text AND w.kind = 'payment.hold-clock' RETURNING w.id`;

/** Lets a hold end within the hour, in the rows that wait for it. False when there is none yet. */
export const hurryHoldIn = (ownerUrl: string): HurryHold => async (paymentId) => {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 3_000, query_timeout: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return ((await client.query(hurried, [paymentId])).rowCount ?? 0) > 0;
  } finally {
    await client.end().catch(() => undefined);
  }
};
