import type { EventBody } from '@paygraph/schema/events/index';
import type { ChildOrderId, LegalEntityId, OrderId, OrderLineId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { minor } from '@paygraph/shared/money';
import { takeOrder, type TakenOrder } from '../use-cases/take-order';

type Placed = EventBody<'orders.order.v1', 'OrderPlaced'>;

const childOf = (child: Placed['children'][number]): TakenOrder['children'][number] => ({
  childOrderId: child.childOrderId as ChildOrderId,
  number: child.number,
  legalEntityId: child.legalEntityId as LegalEntityId,
  vendorId: child.vendorId,
  total: minor(child.total),
  lines: child.lines.map((line) => ({ ...line, lineId: line.lineId as OrderLineId, total: minor(line.total) })),
});

export const onOrderPlaced: Handler = async (tx, event) => {
  const { orderId, number, customerId, total, sealedContact, children } = event.body as Placed;
  const order = { id: orderId as OrderId, number, customerId, total: minor(total), sealedContact: sealedContact.fiscalization };
  await takeOrder(tx, { merchantId: event.merchantId, order, children: children.map(childOf) });
  return 'done';
};
