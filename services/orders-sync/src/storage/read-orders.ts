import type { Sql } from '@paygraph/shared/db/database';
import type { ChildOrderId, CustomerId, LegalEntityId, OrderId, OrderLineId, VendorId, WarehouseId } from '@paygraph/shared/ids';
import { minor, type Minor } from '@paygraph/shared/money';
import type { ChildStatus } from '../domain/child-status';
import type { OrderStatus } from '../domain/order-status';
import type { LineKind, Measure, VatCategory } from '../domain/words';

/** Who looks: staff see all of their merchant, a customer the own orders, a vendor the own child orders and their share of an order. */
export type Viewer = Readonly<{ kind: 'staff' | 'customer' | 'vendor'; id: string | null }>;

export type OrderView = Readonly<{ id: OrderId; number: string; status: OrderStatus; total: Minor; customerId: CustomerId | null; createdAt: Date }>;
export type ChildView = Readonly<{
  id: ChildOrderId; orderId: OrderId; number: string; status: ChildStatus; total: Minor; legalEntityId: LegalEntityId; warehouseId: WarehouseId; vendorId: VendorId | null;
}>;
export type LineView = Readonly<{
  id: OrderLineId; childOrderId: ChildOrderId; kind: LineKind; name: string; sku: string | null; quantityMilli: number; measure: Measure;
  price: Minor; discount: Minor; total: Minor; vatCategory: VatCategory; pickedMilli: number | null; returnedMilli: number;
}>;

// A missing id is NULL, which equals nothing: a vendor or customer without one sees nothing.
const orderIsVisible = `CASE $1 WHEN 'staff' THEN true WHEN 'customer' THEN o.customer_id = $2::uuid
  WHEN 'vendor' THEN EXISTS (SELECT FROM child_order v WHERE v.order_id = o.id AND v.vendor_id = $2::uuid) ELSE false END`;
const childIsVisible = `CASE $1 WHEN 'vendor' THEN c.vendor_id = $2::uuid ELSE ${orderIsVisible} END`;

const orders = `
  SELECT o.id, o.number, o.status, CASE WHEN $1 = 'vendor' THEN NULL ELSE o.customer_id END AS customer_id, o.created_at,
    CASE WHEN $1 = 'vendor' THEN (SELECT sum(v.total) FROM child_order v WHERE v.order_id = o.id AND v.vendor_id = $2::uuid) ELSE o.total END AS total
  FROM orders o WHERE ${orderIsVisible}`;
const children = `
  SELECT c.id, c.order_id, c.number, c.status, c.total, c.legal_entity_id, c.warehouse_id, c.vendor_id
  FROM child_order c JOIN orders o ON o.id = c.order_id WHERE ${childIsVisible}`;

// An array that the planner sees is planned for anew at every call, which for these texts costs more than running them.
const anyOf = (param: string): string => `ANY((SELECT ${param}::uuid[])::uuid[])`;

type OrderRow = { id: OrderId; number: string; status: OrderStatus; total: string; customer_id: CustomerId | null; created_at: Date };
type ChildRow = { id: ChildOrderId; order_id: OrderId; number: string; status: ChildStatus; total: string; legal_entity_id: LegalEntityId; warehouse_id: WarehouseId; vendor_id: VendorId | null };

const toOrder = ({ customer_id, created_at, total, ...row }: OrderRow): OrderView => ({ ...row, total: minor(Number(total)), customerId: customer_id, createdAt: created_at });
const toChild = (row: ChildRow): ChildView => ({
  id: row.id, orderId: row.order_id, number: row.number, status: row.status, total: minor(Number(row.total)),
  legalEntityId: row.legal_entity_id, warehouseId: row.warehouse_id, vendorId: row.vendor_id,
});

export const ordersByIds = async (sql: Sql, { kind, id }: Viewer, ids: readonly string[]): Promise<OrderView[]> =>
  (await sql.query<OrderRow>(`${orders} AND o.id = ${anyOf('$3')}`, [kind, id, ids])).map(toOrder);

export const orderByNumber = async (sql: Sql, { kind, id }: Viewer, number: string): Promise<OrderView | null> =>
  (await sql.query<OrderRow>(`${orders} AND o.number = $3`, [kind, id, number])).map(toOrder)[0] ?? null;

export type OrdersAsk = Readonly<{ status: OrderStatus | null; before: string | null; limit: number }>;

/** Newest first; one more than `limit`, so that the caller knows whether there are more. */
export const ordersPage = async (sql: Sql, { kind, id }: Viewer, { status, before, limit }: OrdersAsk): Promise<OrderView[]> => {
  const page = `${orders} AND ($3::text IS NULL OR o.status = $3) AND ($4::uuid IS NULL OR o.id < $4) ORDER BY o.id DESC LIMIT $5`;
  return (await sql.query<OrderRow>(page, [kind, id, status, before, limit + 1])).map(toOrder);
};

export const childrenByIds = async (sql: Sql, { kind, id }: Viewer, ids: readonly string[]): Promise<ChildView[]> =>
  (await sql.query<ChildRow>(`${children} AND c.id = ${anyOf('$3')}`, [kind, id, ids])).map(toChild);

export const childrenOfOrders = async (sql: Sql, { kind, id }: Viewer, orderIds: readonly string[]): Promise<ChildView[]> =>
  (await sql.query<ChildRow>(`${children} AND c.order_id = ${anyOf('$3')} ORDER BY c.order_id, c.position`, [kind, id, orderIds])).map(toChild);

const linesWhere = (condition: string): string => `
  SELECT json_build_object('id', id, 'childOrderId', child_order_id, 'kind', kind, 'name', name, 'sku', sku, 'quantityMilli', quantity_milli, 'measure', measure,
    'price', price, 'discount', discount, 'total', total, 'vatCategory', vat_category, 'pickedMilli', picked_milli, 'returnedMilli', returned_milli) AS line
  FROM order_line WHERE ${condition} ORDER BY child_order_id, position`;
const lines = linesWhere('child_order_id = ANY($1::uuid[])');
const linesOfAll = linesWhere(`child_order_id IN (SELECT id FROM child_order WHERE order_id = ${anyOf('$1')})`);

/** Lines of child orders that the asker was allowed to see already. */
export const linesOfChildren = async (sql: Sql, childOrderIds: readonly string[]): Promise<LineView[]> =>
  (await sql.query<{ line: LineView }>(lines, [childOrderIds])).map(({ line }) => line);

/** Lines of all child orders of these orders, before it is known which of them the asker may see: show none without its child order. */
export const linesOfOrders = async (sql: Sql, orderIds: readonly string[]): Promise<LineView[]> =>
  (await sql.query<{ line: LineView }>(linesOfAll, [orderIds])).map(({ line }) => line);
