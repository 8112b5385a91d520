import type { Tx } from '@paygraph/shared/db/database';
import type { ChildOrderId, MerchantId, OrderId } from '@paygraph/shared/ids';
import type { DeliverySignal } from '../domain/delivery-signals';

export type RawSignal = Readonly<{ merchantId: MerchantId; source: string; signalId: string; raw: Buffer }>;

const store = `
  INSERT INTO delivery_signal (merchant_id, source, signal_id, raw) VALUES ($1, $2, $3, $4)
  ON CONFLICT ON CONSTRAINT delivery_signal_once DO UPDATE SET raw = delivery_signal.raw RETURNING id`;

/** The call as it came, once per signal id: what came first stays. Gives back its row's id. */
export const storeRaw = async (tx: Tx, { merchantId, source, signalId, raw }: RawSignal): Promise<string> => {
  const [row] = await tx.query<{ id: string }>(store, [merchantId, source, signalId, raw]);
  if (!row) throw new Error('A delivery signal could not be stored');
  return row.id;
};

/** Waits for whoever is at work on the same signal; `true`: it has found its child order already. */
export const lockSignal = async (tx: Tx, id: string): Promise<boolean> => {
  const [row] = await tx.query<{ isMatched: boolean }>('SELECT child_order_id IS NOT NULL AS "isMatched" FROM delivery_signal WHERE id = $1 FOR UPDATE', [id]);
  return row?.isMatched ?? false;
};

export type Match = Readonly<{ orderId: OrderId; childOrderId: ChildOrderId }>;

// The number of the whole order will do where it has one child; two matches would be a guess about which sale is closed.
const find = `
  SELECT order_id AS "orderId", id AS "childOrderId" FROM child_order WHERE number = $1 OR id::text = $1
  UNION
  SELECT o.id, min(c.id::text)::uuid FROM orders o JOIN child_order c ON c.order_id = o.id WHERE o.number = $1 GROUP BY o.id HAVING count(*) = 1`;

export const matchOf = async (tx: Tx, orderRef: string): Promise<Match | null> => {
  const matches = await tx.query<Match>(find, [orderRef]);
  return matches.length === 1 ? (matches[0] ?? null) : null;
};

const attach = `
  UPDATE delivery_signal SET child_order_id = $2, position = $3, carrier = $4, shipment_id = $5, direction = $6, kind = $7, occurred_at = $8 WHERE id = $1`;

/** Writes what was read of a signal; `position` is its place among the child order's signals. */
export const attachSignal = async (tx: Tx, id: string, { signal, childOrderId, position }: { signal: DeliverySignal; childOrderId: ChildOrderId; position: number }): Promise<void> =>
  void (await tx.query(attach, [id, childOrderId, position, signal.carrier, signal.shipmentId, signal.direction, signal.kind, signal.occurredAt]));
