import type { ordersOrder } from '@paygraph/schema/events/orders';
import type { z } from 'zod';
import type { Child, Line, Order } from '../domain/order';
import type { SealedContact } from './seal-contact';
import type { OrderEvent } from './tell';

type Body = z.input<(typeof ordersOrder.types)['OrderPlaced']>;

const lineBody = ({ id: lineId, kind, name, sku, quantityMilli, measure, price, discount, total, vatCategory, agent }: Line): Body['children'][number]['lines'][number] => ({
  lineId, kind, name, sku, quantityMilli, measure, price, discount, total, vatCategory, agent: agent && { ...agent, supplierPhones: [...agent.supplierPhones] },
});

const childBody = ({ id: childOrderId, number, legalEntityId, warehouseId, vendorId, total, lines }: Child): Body['children'][number] => ({
  childOrderId, number, legalEntityId, warehouseId, vendorId, total, lines: lines.map(lineBody),
});

/** The first event of every order: its whole composition, and the buyer's contact readable only by who has to use it. */
export const orderPlaced = ({ id: orderId, number, customerId, total, children }: Order, { payments, fiscalization }: SealedContact): OrderEvent => {
  const body: Body = { orderId, number, customerId, currency: 'RUB', total, sealedContact: { payments, fiscalization }, children: children.map(childBody) };
  return { type: 'OrderPlaced', body };
};
