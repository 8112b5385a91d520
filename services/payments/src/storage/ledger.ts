import type { Tx } from '@paygraph/shared/db/sql';
import type { Change } from '../domain/change';

const append = `
  INSERT INTO ledger_entry (merchant_id, payment_id, contract_id, currency, operation_id, movement, account, legal_entity_id, amount)
  SELECT $1, $2, $3, $4, e.operation_id, e.movement, e.account, e.legal_entity_id, e.amount
  FROM jsonb_to_recordset($5::jsonb) AS e(operation_id uuid, movement text, account text, legal_entity_id uuid, amount bigint)`;

/** One statement for all movements, because the database checks each statement's balance. */
export const appendLedger = async (tx: Tx, { payment, movements }: Change): Promise<void> => {
  const rows = movements.flatMap(({ operationId, name, entries }) =>
    entries.map(({ account, legalEntityId, amount }) => ({ operation_id: operationId, movement: name, account, legal_entity_id: legalEntityId, amount })),
  );
  if (rows.length > 0) tx.write(append, [payment.merchantId, payment.id, payment.contractId, payment.currency, JSON.stringify(rows)]);
};
