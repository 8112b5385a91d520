import type { ChildOrderId, CustomerId, MerchantId, OrderId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { Sql, Tx } from '@paygraph/shared/db/database';
import type { Child, Line, Order, PaymentRequest } from '../domain/order';
import type { OrderStatus } from '../domain/order-status';
import type { ParcelSignal } from '../domain/parcel';
import type { PaymentView } from '../domain/payment-stage';
import { mappingFrom, type MappingRow } from '../domain/status-mapping';

/** An order with the counters that its row carries. */
export type StoredOrder = Readonly<{ order: Order; version: number; seq: number; deliveryVersions: ReadonlyMap<ChildOrderId, number> }>;

type OrderRow = { id: OrderId; merchant_id: MerchantId; number: string; customer_id: CustomerId | null; status: OrderStatus; total: string; version: number; seq: number };
type SignalJson = Omit<ParcelSignal, 'occurredAt'> & Readonly<{ occurredAt: string }>;
type ChildJson = Omit<Child, 'signals' | 'lines'> & Readonly<{ deliveryVersion: number; lines: readonly Line[]; signals: readonly SignalJson[] | null }>;
type Parts = { children: ChildJson[] | null; payments: PaymentView[] | null; requests: PaymentRequest[] | null; mapping: MappingRow[] | null };

const columns = 'id, merchant_id, number, customer_id, status, total, version, seq';
const lock = `SELECT ${columns} FROM orders WHERE id = $1 FOR UPDATE`;

// JSON numbers are exact up to 2^53, which the limits of a basket keep every amount below.
const lineJson = `json_build_object('id', l.id, 'kind', l.kind, 'name', l.name, 'sku', l.sku, 'quantityMilli', l.quantity_milli, 'measure', l.measure,
  'price', l.price, 'discount', l.discount, 'total', l.total, 'vatCategory', l.vat_category, 'agent', l.agent, 'pickedMilli', l.picked_milli,
  'returnedMilli', l.returned_milli, 'takenMilli', l.taken_milli, 'askedBackMilli', l.asked_back_milli)`;
const signalJson = `json_build_object('carrier', s.carrier, 'shipmentId', s.shipment_id, 'direction', s.direction, 'kind', s.kind, 'occurredAt', s.occurred_at)`;
const childJson = `json_build_object('id', c.id, 'number', c.number, 'legalEntityId', c.legal_entity_id, 'warehouseId', c.warehouse_id, 'vendorId', c.vendor_id,
  'status', c.status, 'total', c.total, 'deliveryVersion', c.delivery_version,
  'lines', (SELECT json_agg(${lineJson} ORDER BY l.position) FROM order_line l WHERE l.child_order_id = c.id),
  'signals', (SELECT json_agg(${signalJson} ORDER BY s.position) FROM delivery_signal s WHERE s.child_order_id = c.id))`;

const parts = `SELECT
  (SELECT json_agg(${childJson} ORDER BY c.position) FROM child_order c WHERE c.order_id = $1) AS children,
  (SELECT json_agg(json_build_object('id', payment_id, 'state', state, 'authorized', authorized, 'captured', captured, 'refunded', refunded) ORDER BY position)
     FROM order_payment WHERE order_id = $1) AS payments,
  (SELECT json_agg(json_build_object('id', id, 'kind', kind, 'total', total, 'childIds', child_ids, 'state', state) ORDER BY position)
     FROM payment_request WHERE order_id = $1) AS requests,
  (SELECT json_agg(json_build_object('source', source, 'when', when_is, 'then', then_do)) FROM status_mapping) AS mapping`;

const toChild = ({ deliveryVersion: _, signals, ...child }: ChildJson): Child => ({
  ...child,
  signals: (signals ?? []).map((signal) => ({ ...signal, occurredAt: new Date(signal.occurredAt) })),
});

const toStored = (row: OrderRow, { children, payments, requests, mapping }: Parts & { children: ChildJson[] }): StoredOrder => ({
  order: {
    id: row.id, merchantId: row.merchant_id, number: row.number, customerId: row.customer_id, status: row.status, total: minor(Number(row.total)),
    children: children.map(toChild), payments: payments ?? [], requests: requests ?? [], mapping: mappingFrom(mapping ?? []),
  },
  version: row.version,
  seq: row.seq,
  deliveryVersions: new Map(children.map(({ id, deliveryVersion }) => [id, deliveryVersion])),
});

const partsOf = async (sql: Sql, id: OrderId): Promise<Parts> => {
  const [row] = await sql.query<Parts>(parts, [id]);
  if (!row) throw new Error('The parts of an order could not be read');
  return row;
};

/** The whole order under the lock of its row, which every change takes first. `null`: no such order of this merchant. */
export const lockOrder = async (tx: Tx, id: OrderId): Promise<StoredOrder | null> => {
  // Two statements, in one round trip: the second one sees what the lock waited for.
  const [[row], stored] = await Promise.all([tx.query<OrderRow>(lock, [id]), partsOf(tx, id)]);
  return row && stored.children ? toStored(row, { ...stored, children: stored.children }) : null;
};
