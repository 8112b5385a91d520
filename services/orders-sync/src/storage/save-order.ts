import type { Tx } from '@paygraph/shared/db/database';
import type { Child, Line, Order } from '../domain/order';

const saveChildren = `
  UPDATE child_order c SET status = n.status, delivery_version = c.delivery_version + n.signals
  FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, status text, signals int) WHERE c.id = n.id`;

const saveLines = `
  UPDATE order_line l SET picked_milli = n.picked, returned_milli = n.returned, taken_milli = n.taken, asked_back_milli = n.asked_back
  FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, picked bigint, returned bigint, taken bigint, asked_back bigint) WHERE l.id = n.id`;

const savePayments = `
  INSERT INTO order_payment (order_id, payment_id, merchant_id, position, state, authorized, captured, refunded)
  SELECT $1, n.id, $2, n.position, n.state, n.authorized, n.captured, n.refunded
  FROM jsonb_to_recordset($3::jsonb) AS n(id uuid, position smallint, state text, authorized bigint, captured bigint, refunded bigint)
  ON CONFLICT (order_id, payment_id) DO UPDATE SET state = excluded.state, authorized = excluded.authorized, captured = excluded.captured, refunded = excluded.refunded`;

const saveRequests = `
  INSERT INTO payment_request (id, merchant_id, order_id, position, kind, total, child_ids, state)
  SELECT n.id, $2, $1, n.position, n.kind, n.total, ARRAY(SELECT jsonb_array_elements_text(n.child_ids)::uuid), n.state
  FROM jsonb_to_recordset($3::jsonb) AS n(id uuid, position smallint, kind text, total bigint, child_ids jsonb, state text)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state`;

const saveRow = 'UPDATE orders SET status = $2, version = $3, seq = $4 WHERE id = $1';

const lineChange = ({ id, pickedMilli, returnedMilli, takenMilli, askedBackMilli }: Line) =>
  ({ id, picked: pickedMilli, returned: returnedMilli, taken: takenMilli, asked_back: askedBackMilli });

/** The items of `after` that differ from those of `before`, with their places. */
const changedOf = <T extends { id: string }>(before: readonly T[], after: readonly T[], look: (item: T) => object): object[] => {
  const old = new Map(before.map((item) => [item.id, JSON.stringify(look(item))]));
  return after.flatMap((item, position) => (old.get(item.id) === JSON.stringify(look(item)) ? [] : [{ ...look(item), position }]));
};

const linesOf = (children: readonly Child[]): Line[] => children.flatMap(({ lines }) => [...lines]);

const childChange = (before: readonly Child[]) => ({ id, status, signals }: Child) =>
  ({ id, status, signals: signals.length - (before.find((child) => child.id === id)?.signals.length ?? 0) });

type Saved = Readonly<{ before: Order; after: Order; version: number; seq: number }>;

/** Writes what changed of a locked order, one statement a table. Signals have their own row already (delivery-signals.ts). */
export const saveOrder = async (tx: Tx, { before, after, version, seq }: Saved): Promise<void> => {
  const { id, merchantId, status } = after;
  tx.write(saveRow, [id, status, version, seq]);
  const children = changedOf(before.children, after.children, childChange(before.children));
  if (children.length > 0) tx.write(saveChildren, [JSON.stringify(children)]);
  const lines = changedOf(linesOf(before.children), linesOf(after.children), lineChange);
  if (lines.length > 0) tx.write(saveLines, [JSON.stringify(lines)]);
  const payments = changedOf(before.payments, after.payments, (payment) => payment);
  if (payments.length > 0) tx.write(savePayments, [id, merchantId, JSON.stringify(payments)]);
  const requests = changedOf(before.requests, after.requests, ({ childIds, ...request }) => ({ ...request, child_ids: childIds }));
  if (requests.length > 0) tx.write(saveRequests, [id, merchantId, JSON.stringify(requests)]);
};
