import type { Tx } from '@paygraph/shared/db/sql';
import type { ReceiptDocument, ReceiptLine } from '../domain/receipt-document';
import type { ReceiptRow } from './receipts';

export type NewReceipt = Readonly<{
  receipt: Pick<
    ReceiptRow,
    'id' | 'merchantId' | 'orderId' | 'childOrderId' | 'paymentId' | 'paymentRef' | 'legalEntityId' | 'cashRegisterId' | 'seq' | 'causePart' | 'causeParts' | 'kind' | 'total' | 'parts'
  >;
  causeEventId: string;
  document: ReceiptDocument;
}>;

const insert = `
  INSERT INTO receipt (id, merchant_id, order_id, child_order_id, payment_id, payment_ref, legal_entity_id, cash_register_id, seq, kind, state,
    cause_event_id, cause_part, cause_parts, total, parts, print_key)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'planned', $11, $12, $13, $14, $15, $16)`;

const insertLines = `
  INSERT INTO receipt_line (receipt_id, position, merchant_id, line_id, name, price, quantity_milli, sum, measure, subject, method, vat_code, vat_sum, agent)
  SELECT $1, position, $2, line_id, name, price, quantity_milli, sum, measure, subject, method, vat_code, vat_sum, agent
  FROM jsonb_to_recordset($3::jsonb) AS l(position int, line_id uuid, name text, price bigint, quantity_milli bigint, sum bigint, measure smallint,
    subject smallint, method smallint, vat_code smallint, vat_sum bigint, agent jsonb)`;

const toRecord = ({ lineId, quantityMilli, vatCode, vatSum, ...rest }: ReceiptLine, position: number): object => ({
  ...rest, position, line_id: lineId, quantity_milli: quantityMilli, vat_code: vatCode ?? null, vat_sum: vatSum,
});

/** A planned receipt with its rows. The business key (child order, cause, kind, part) makes a second one of the same fact impossible. */
export const insertReceipt = async (tx: Tx, { receipt, causeEventId, document }: NewReceipt): Promise<void> => {
  const { id, merchantId, orderId, childOrderId, paymentId, paymentRef, legalEntityId, cashRegisterId, seq, causePart, causeParts, kind, total, parts } = receipt;
  const place = [id, merchantId, orderId, childOrderId, paymentId, paymentRef, legalEntityId, cashRegisterId];
  tx.write(insert, [...place, seq, kind, causeEventId, causePart, causeParts, total, JSON.stringify(parts), id]);
  tx.write(insertLines, [id, merchantId, JSON.stringify(document.lines.map(toRecord))]);
};
