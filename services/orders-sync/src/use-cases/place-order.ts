import { setTimeout as pause } from 'node:timers/promises';
import type { Tx } from '@paygraph/shared/db/database';
import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { MerchantId, OrderId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import { note, tell, unchanged, type Change } from '../domain/happening';
import type { Order } from '../domain/order';
import { planOrder } from '../domain/plan-order';
import { problem, type InputProblem } from '../domain/words';
import { insertOrder } from '../storage/insert-order';
import { loadKnown } from '../storage/known';
import type { Desk } from './desk';
import { nameOrder } from './name-order';
import { orderPlaced } from './order-placed';
import { readPlaceOrder, type CheckedOrder, type PlaceOrderInput } from './read-place-order';
import { sealContact, type SealedContact } from './seal-contact';
import { writeChange } from './write-change';

export type PlaceOrder = Readonly<{ merchantId: MerchantId; idempotencyKey: string; input: PlaceOrderInput }>;
type Placed = Readonly<{ orderId: OrderId }>;
export type PlaceOrderError = InputProblem | IdempotencyError;
type Ready = Readonly<{ merchantId: MerchantId; checked: CheckedOrder; contact: SealedContact }>;

const told = (order: Order): Change => {
  const placed = tell(unchanged(order), note('order.placed', { number: order.number, amount: order.total }));
  if (order.children.length < 2) return placed;
  const parts = order.children.map((child) => note('order.split', { number: child.number, amount: child.total, of: order.children.length }, child.id));
  return tell(placed, ...parts);
};

const place = async (desk: Desk, tx: Tx, { merchantId, checked, contact }: Ready): Promise<Result<Placed, InputProblem>> => {
  const { basket, number, customerId, returnUrl } = checked;
  const warehouseIds = basket.lines.map((line) => line.warehouseId);
  const known = await loadKnown(tx, { warehouseIds, vendorIds: basket.lines.flatMap(({ vendorId }) => vendorId ?? []) });
  const planned = planOrder(basket, known);
  if (!planned.ok) return planned;
  const order = nameOrder(planned.value, { merchantId, number, customerId });
  if (!(await insertOrder(tx, { order, sealedContact: contact.own, returnUrl }))) {
    return err(problem('number', 'is the number of another order already; to read that order repeat its idempotencyKey, or ask orderByNumber'));
  }
  const before = { order, version: 0, seq: 0, deliveryVersions: new Map() };
  await writeChange(desk, tx, { before, change: told(order), at: desk.clock(), alsoFirst: [orderPlaced(order, contact)] });
  return ok({ orderId: order.id });
};

const isUnknownReference = ({ kind, ...error }: PlaceOrderError): boolean => kind === 'InvalidInput' && 'field' in error && /\.(warehouseId|vendorId)$/.test(error.field);
const lookAgainMs = 50;

/**
 * Divides the basket, keeps it, and tells the world: nothing of it exists without the rest. A warehouse that was configured a
 * moment ago may still be on its way here, so an unknown one is looked for again for a short while.
 */
export const placeOrder = async (desk: Desk, { merchantId, idempotencyKey: key, input }: PlaceOrder): Promise<Result<Placed, PlaceOrderError>> => {
  const checked = readPlaceOrder(input);
  if (!checked.ok) return checked;
  const contact = await sealContact(desk, checked.value.contact);
  const attempt = (): Promise<Result<Placed, PlaceOrderError>> =>
    desk.db.transaction(merchantId, (tx) =>
      once(tx, { merchantId, operation: 'placeOrder', key, input }, () => place(desk, tx, { merchantId, checked: checked.value, contact })));
  const deadline = Date.now() + desk.referenceWaitMs;
  for (;;) {
    const result = await attempt();
    if (result.ok || !isUnknownReference(result.error) || Date.now() > deadline) return result;
    await pause(lookAgainMs);
  }
};
