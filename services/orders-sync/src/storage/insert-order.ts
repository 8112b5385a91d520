import type { Tx } from '@paygraph/shared/db/database';
import type { Child, Order } from '../domain/order';

const insertRow = `
  INSERT INTO orders (id, merchant_id, number, customer_id, status, total, sealed_contact, return_url, version, seq)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0) ON CONFLICT ON CONSTRAINT orders_number DO NOTHING RETURNING id`;

const insertChildren = `
  INSERT INTO child_order (id, merchant_id, order_id, position, number, legal_entity_id, warehouse_id, vendor_id, status, total)
  SELECT n.id, $2, $1, n.position, n.number, n.legal_entity_id, n.warehouse_id, n.vendor_id, n.status, n.total
  FROM jsonb_to_recordset($3::jsonb) AS n(id uuid, position smallint, number text, legal_entity_id uuid, warehouse_id uuid, vendor_id uuid, status text, total bigint)`;

const insertLines = `
  INSERT INTO order_line (id, merchant_id, child_order_id, position, kind, name, sku, quantity_milli, measure, price, discount, total, vat_category, agent)
  SELECT n.id, $1, n.child_order_id, n.position, n.kind, n.name, n.sku, n.quantity_milli, n.measure, n.price, n.discount, n.total, n.vat_category, n.agent
  FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, child_order_id uuid, position smallint, kind text, name text, sku text, quantity_milli bigint, measure text,
    price bigint, discount bigint, total bigint, vat_category text, agent jsonb)`;

const childRow = ({ id, number, legalEntityId, warehouseId, vendorId, status, total }: Child, position: number) =>
  ({ id, position, number, legal_entity_id: legalEntityId, warehouse_id: warehouseId, vendor_id: vendorId, status, total });

const lineRows = ({ id: childOrderId, lines }: Child) =>
  lines.map(({ quantityMilli, vatCategory, ...line }, position) => ({ ...line, child_order_id: childOrderId, position, quantity_milli: quantityMilli, vat_category: vatCategory }));

export type NewOrder = Readonly<{ order: Order; sealedContact: string; returnUrl: string | null }>;

/** `false`: the merchant has an order of this number already; nothing was written. */
export const insertOrder = async (tx: Tx, { order, sealedContact, returnUrl }: NewOrder): Promise<boolean> => {
  const { id, merchantId, number, customerId, status, total, children } = order;
  const [row] = await tx.query(insertRow, [id, merchantId, number, customerId, status, total, sealedContact, returnUrl]);
  if (!row) return false;
  tx.write(insertChildren, [id, merchantId, JSON.stringify(children.map(childRow))]);
  tx.write(insertLines, [merchantId, JSON.stringify(children.flatMap(lineRows))]);
  return true;
};
