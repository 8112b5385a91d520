import type { OrderLineId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import { allowedChildEvents } from './child-status';
import { followKnownDelivery } from './follow-delivery';
import { tell, type Change } from './happening';
import { keptParts, totalOf } from './line-parts';
import { readQuantities, type LineQuantity } from './line-quantities';
import { moveChild } from './move-child';
import { withChild, type Child, type Line } from './order';
import { notAllowed, type NotAllowed } from './refusals';
import type { InputProblem } from './words';

export type Picking = Readonly<{ child: Child; picked: readonly LineQuantity[] | 'full'; at: Date }>;

const goodsOf = (child: Child): Line[] => child.lines.filter(({ kind }) => kind !== 'delivery');

const quantities = ({ child, picked }: Picking): Result<ReadonlyMap<OrderLineId, number>, InputProblem> => {
  const lines = goodsOf(child);
  if (picked === 'full') return ok(new Map(lines.map(({ id, quantityMilli }) => [id, quantityMilli])));
  return readQuantities(picked, { lines, min: 0, most: ({ quantityMilli }) => quantityMilli });
};

/** Lines that were not named stay with the warehouse. Delivery is picked by nobody: it stays as long as there is something to deliver. */
const withPicked = (child: Child, picked: ReadonlyMap<OrderLineId, number>): Child => {
  const anything = [...picked.values()].some((quantity) => quantity > 0);
  const pickedOf = (line: Line): number => (line.kind === 'delivery' ? (anything ? line.quantityMilli : 0) : (picked.get(line.id) ?? 0));
  return { ...child, lines: child.lines.map((line) => ({ ...line, pickedMilli: pickedOf(line) })) };
};

/** The warehouse says what it has: everything, less, or nothing. Nothing cancels the child order. */
export const pickChild = (change: Change, picking: Picking): Result<Change, NotAllowed | InputProblem> => {
  const { child, at } = picking;
  if (!allowedChildEvents(child.status).includes('pick')) {
    return err(notAllowed(child.status, 'Only a child order that is ready to pick can be picked; its money must be held first.'));
  }
  const picked = quantities(picking);
  if (!picked.ok) return picked;
  const after = withPicked(child, picked.value);
  const parts = keptParts(after.lines);
  const full = after.lines.every((line) => line.pickedMilli === line.quantityMilli);
  const told = tell({ ...change, order: withChild(change.order, after) }, { happening: { kind: 'ChildOrderPicked', childOrderId: child.id, total: totalOf(parts), full, lines: parts } });
  const event = parts.length > 0 ? 'pick' : 'pickNothing';
  return ok(followKnownDelivery(moveChild(told, { childOrderId: child.id, event, reason: full ? 'picked in full' : 'picked with less', at }), child.id));
};
