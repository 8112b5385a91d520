import type { ChildOrderId } from '@paygraph/shared/ids';
import type { ChildEvent } from './child-status';
import { deliveryView, type DeliveryView } from './delivery-view';
import type { Change } from './happening';
import { partTotal } from './line-money';
import { moveChild } from './move-child';
import { childOf, withChild, type Child } from './order';
import type { ParcelSignal } from './parcel';

const eventOf: Readonly<Record<DeliveryView['state'], ChildEvent | null>> = {
  none: null, moving: 'ship', returning: 'startReturn', returned: 'finishReturn', handed_over: 'handOver', partial: 'ship', lost: null,
};

/** Goods that come back unreceived are no longer sold, delivery included; the merchant may have told to leave the money to a person. */
const unsoldIfReturned = (change: Change, childOrderId: ChildOrderId): Change => {
  const child = childOf(change.order, childOrderId);
  if (child?.status !== 'returned' || change.order.mapping.onReturned === 'none') return change;
  const lines = child.lines.map((line) => ({ ...line, returnedMilli: line.pickedMilli ?? line.quantityMilli }));
  return { ...change, order: withChild(change.order, { ...child, lines }) };
};

/** A child order of gifts has no receipts, so no closing receipt can tell that its sale is over. */
const costsNothing = ({ lines }: Child): boolean => lines.every((line) => partTotal(line, line.pickedMilli ?? line.quantityMilli) === 0);

const apply = (change: Change, child: Child, view: DeliveryView): Change => {
  const event = eventOf[view.state];
  if (!event || !view.at) return change;
  const move = { childOrderId: child.id, event, reason: `delivery: ${view.state}`, at: view.at };
  const moved = moveChild(change, move);
  if (event === 'finishReturn') return unsoldIfReturned(moved, child.id);
  return event === 'handOver' && costsNothing(child) ? moveChild(moved, { ...move, event: 'complete', reason: 'nothing was to be paid for it' }) : moved;
};

/** What the carriers have said so far, for a child order that has just become able to follow it (picked). */
export const followKnownDelivery = (change: Change, childOrderId: ChildOrderId): Change => {
  const child = childOf(change.order, childOrderId);
  return child ? apply(change, child, deliveryView(child.signals)) : change;
};

const takenBack = (change: Change, childOrderId: ChildOrderId, at: Date): Change =>
  moveChild(change, { childOrderId, event: 'withdrawHandOver', reason: 'delivery: the hand-over was withdrawn', at });

/**
 * Adds a signal to a child order and moves it when the signal changed the picture. A sale that was closed is reopened by
 * `withdrawn` alone: a second parcel, or one on its way back from the buyer, changes nothing in it.
 */
export const followSignal = (change: Change, childOrderId: ChildOrderId, signal: ParcelSignal): Change => {
  const child = childOf(change.order, childOrderId);
  if (!child) return change;
  const before = deliveryView(child.signals);
  const told = { ...child, signals: [...child.signals, signal] };
  const after = deliveryView(told.signals);
  const noted: Change = { ...change, order: withChild(change.order, told) };
  if (before.state === after.state) return noted;
  if (before.state !== 'handed_over') return apply(noted, told, after);
  return signal.kind === 'withdrawn' ? apply(takenBack(noted, childOrderId, signal.occurredAt), told, after) : noted;
};
