import type { EventBody } from '@paygraph/schema/events/index';
import type { CustomerId, LegalEntityId, OrderId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { minor } from '@paygraph/shared/money';
import { learnOrder } from '../use-cases/learn';

type Body = EventBody<'orders.order.v1', 'OrderPlaced'>;

// Names, goods and prices stay behind: a payment needs to know only how much belongs to which line.
const childOf = ({ childOrderId, legalEntityId, warehouseId, vendorId, total, lines }: Body['children'][number]) => ({
  childOrderId,
  legalEntityId: legalEntityId as LegalEntityId,
  warehouseId,
  vendorId,
  total: minor(total),
  lines: lines.map(({ lineId, quantityMilli, total: lineTotal }) => ({ lineId, quantityMilli, total: minor(lineTotal) })),
});

export const onOrderPlaced: Handler = (tx, event) => {
  const body = event.body as Body;
  return learnOrder(tx, {
    id: body.orderId as OrderId, merchantId: event.merchantId, number: body.number, customerId: body.customerId as CustomerId | null,
    total: minor(body.total), sealedContact: body.sealedContact.payments, children: body.children.map(childOf),
  });
};
