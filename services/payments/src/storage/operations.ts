import type { Tx } from '@paygraph/shared/db/sql';
import type { Change } from '../domain/change';
import type { Operation } from '../domain/operation';

const columns = `id uuid, seq int, kind text, state text, amount bigint, released bigint, request_id uuid, origin text, reason text, children jsonb,
  by_lines boolean, provider_payment_id text, provider_ref text, known_refs text[], attempts int, inquiries int, proofs int, was_unknown boolean,
  sent_at timestamptz, failure text, doubt text`;

const save = `
  INSERT INTO operation (merchant_id, payment_id, id, seq, kind, state, amount, released, request_id, origin, reason, children, by_lines,
    provider_payment_id, provider_ref, known_refs, attempts, inquiries, proofs, was_unknown, sent_at, failure, doubt)
  SELECT $1, $2, o.* FROM jsonb_to_recordset($3::jsonb) AS o(${columns}) ORDER BY seq
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, provider_payment_id = excluded.provider_payment_id, provider_ref = excluded.provider_ref,
    known_refs = excluded.known_refs, attempts = excluded.attempts, inquiries = excluded.inquiries, proofs = excluded.proofs,
    was_unknown = excluded.was_unknown, sent_at = excluded.sent_at, failure = excluded.failure, doubt = excluded.doubt, updated_at = now()`;

const toRow = (operation: Operation): object => ({
  id: operation.id, seq: operation.seq, kind: operation.kind, state: operation.state, amount: operation.amount, released: operation.released,
  request_id: operation.requestId, origin: operation.origin, reason: operation.reason, children: operation.children, by_lines: operation.byLines,
  provider_payment_id: operation.providerPaymentId, provider_ref: operation.providerRef, known_refs: operation.knownRefs, attempts: operation.attempts,
  inquiries: operation.inquiries, proofs: operation.proofs, was_unknown: operation.wasUnknown, sent_at: operation.sentAt, failure: operation.failure, doubt: operation.doubt,
});

/** Writes the operations that a change touched, new and changed ones alike, in one statement. */
export const saveOperations = async (tx: Tx, { payment, operations, touched }: Change): Promise<void> => {
  const rows = operations.filter(({ id }) => touched.includes(id)).map(toRow);
  if (rows.length > 0) tx.write(save, [payment.merchantId, payment.id, JSON.stringify(rows)]);
};
