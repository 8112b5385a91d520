import type { EventBody } from '@paygraph/schema/events/index';
import type { ChildOrderId, LegalEntityId, OrderId, OrderLineId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { minor } from '@paygraph/shared/money';
import { insertChild, insertOrder, type NewChild } from '../storage/orders';

type Placed = EventBody<'orders.order.v1', 'OrderPlaced'>;

const childOf = (child: Placed['children'][number]): NewChild['child'] => ({
  childOrderId: child.childOrderId as ChildOrderId,
  number: child.number,
  legalEntityId: child.legalEntityId as LegalEntityId,
  vendorId: child.vendorId,
  total: minor(child.total),
  lines: child.lines.map((line) => ({ ...line, lineId: line.lineId as OrderLineId, total: minor(line.total) })),
});

/** The composition of an order: receipts are made of it, whatever is said later says only how much of it. */
export const onOrderPlaced: Handler = async (tx, event) => {
  const { orderId, number, customerId, total, sealedContact, children } = event.body as Placed;
  const id = orderId as OrderId;
  await insertOrder(tx, event.merchantId, { id, number, customerId, total: minor(total), sealedContact: sealedContact.fiscalization });
  for (const [position, child] of children.entries()) await insertChild(tx, { merchantId: event.merchantId, orderId: id, position, child: childOf(child) });
  return 'done';
};
