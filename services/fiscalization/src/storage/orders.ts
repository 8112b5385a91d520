import type { Tx } from '@paygraph/shared/db/sql';
import type { ChildOrderId, LegalEntityId, MerchantId, OrderId } from '@paygraph/shared/ids';
import { minor, type Minor } from '@paygraph/shared/money';
import type { ChildOrder, OrderLine } from '../domain/goods';

export type OrderRow = Readonly<{ id: OrderId; number: string; customerId: string | null; total: Minor; sealedContact: string }>;
export type ChildRow = ChildOrder & Readonly<{ number: string; vendorId: string | null; handedOverOn: string | null }>;

export const insertOrder = async (tx: Tx, merchantId: MerchantId, { id, number, customerId, total, sealedContact }: OrderRow): Promise<void> => {
  tx.write(
    `INSERT INTO shop_order (id, merchant_id, number, customer_id, total, sealed_contact) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [id, merchantId, number, customerId, total, sealedContact],
  );
};

const insertChildRow = `
  INSERT INTO child_order (id, merchant_id, order_id, number, legal_entity_id, vendor_id, position, total, lines)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`;

export type NewChild = Readonly<{ merchantId: MerchantId; orderId: OrderId; position: number; child: Omit<ChildRow, 'handedOverOn'> }>;

export const insertChild = async (tx: Tx, { merchantId, orderId, position, child }: NewChild): Promise<void> => {
  const { childOrderId, number, legalEntityId, vendorId, total, lines } = child;
  tx.write(insertChildRow, [childOrderId, merchantId, orderId, number, legalEntityId, vendorId, position, total, JSON.stringify(lines)]);
};

type OrderRecord = { id: OrderId; number: string; customer_id: string | null; total: string; sealed_contact: string };

/** Locks the order: one event of it plans receipts at a time, whichever topic it came on. */
export const lockOrder = async (tx: Tx, orderId: string): Promise<OrderRow | undefined> => {
  const [row] = await tx.query<OrderRecord>(`SELECT id, number, customer_id, total, sealed_contact FROM shop_order WHERE id = $1 FOR UPDATE`, [orderId]);
  if (row === undefined) return undefined;
  return { id: row.id, number: row.number, customerId: row.customer_id, total: minor(Number(row.total)), sealedContact: row.sealed_contact };
};

type ChildRecord = { id: ChildOrderId; number: string; legal_entity_id: LegalEntityId; vendor_id: string | null; total: string; lines: OrderLine[]; handed_over_on: string | null };

const childColumns = `id, number, legal_entity_id, vendor_id, total, lines, to_char(handed_over_on, 'YYYY-MM-DD') AS handed_over_on`;

export const childrenOf = async (tx: Tx, orderId: string): Promise<ChildRow[]> => {
  const rows = await tx.query<ChildRecord>(`SELECT ${childColumns} FROM child_order WHERE order_id = $1 ORDER BY position`, [orderId]);
  return rows.map((row) => ({
    childOrderId: row.id,
    number: row.number,
    legalEntityId: row.legal_entity_id,
    vendorId: row.vendor_id,
    total: minor(Number(row.total)),
    lines: row.lines,
    handedOverOn: row.handed_over_on,
  }));
};

/** The first hand-over counts; a later one changes nothing. */
export const markHandedOver = async (tx: Tx, childOrderId: string, day: string): Promise<void> => {
  tx.write(`UPDATE child_order SET handed_over_on = $2 WHERE id = $1 AND handed_over_on IS NULL`, [childOrderId, day]);
};

/** The buyer's contact as it was sealed for this service. */
export const contactOfOrder = async (tx: Tx, orderId: string): Promise<string> => {
  const [row] = await tx.query<{ sealed: string }>(`SELECT sealed_contact AS sealed FROM shop_order WHERE id = $1`, [orderId]);
  return row?.sealed ?? '';
};
