import type { ChildOrderId } from '@paygraph/shared/ids';
import { nextChildStatus, type ChildEvent } from './child-status';
import { tell, type Change, type Told } from './happening';
import { childOf, withChild } from './order';

export type Move = Readonly<{ childOrderId: ChildOrderId; event: ChildEvent; reason: string; at: Date }>;

const consequences = ({ childOrderId, event, at }: Move): Told[] => {
  if (event === 'handOver') return [{ happening: { kind: 'ChildOrderHandedOver', childOrderId, handedOverAt: at } }];
  return event === 'finishReturn' ? [{ happening: { kind: 'ChildOrderReturned', childOrderId, returnedAt: at } }] : [];
};

/** Moves one child order if its table allows the event; otherwise the change comes back as it was. */
export const moveChild = (change: Change, move: Move): Change => {
  const child = childOf(change.order, move.childOrderId);
  const to = child ? nextChildStatus(child.status, move.event) : null;
  if (!child || !to) return change;
  const { childOrderId, reason } = move;
  const moved: Change = { ...change, order: withChild(change.order, { ...child, status: to }) };
  return tell(moved, { happening: { kind: 'ChildOrderStatusChanged', childOrderId, from: child.status, to, reason } }, ...consequences(move));
};

/** The same event for every child order that can take it. */
export const moveChildren = (change: Change, move: Omit<Move, 'childOrderId'>): Change =>
  change.order.children.reduce((result, { id }) => moveChild(result, { ...move, childOrderId: id }), change);
