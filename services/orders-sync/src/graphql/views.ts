import { toMoney } from '@paygraph/shared/graphql/money';
import type { ChildView, LineView, OrderView } from '../storage/read-orders';
import type { Entry } from '../storage/timeline';
import { ChildOrder, OrderLine } from './child-order.type';
import { Order } from './order.type';
import { TimelineEntry, TimelineFact } from './timeline.type';

export const orderView = (order: OrderView): Order => Object.assign(new Order(), { ...order, total: toMoney(order.total) });

export const childView = ({ legalEntityId, warehouseId, vendorId, ...child }: ChildView): ChildOrder =>
  Object.assign(new ChildOrder(), {
    ...child, total: toMoney(child.total), warehouse: { id: warehouseId }, legalEntity: { id: legalEntityId }, vendor: vendorId === null ? null : { id: vendorId },
  });

export const lineView = (line: LineView): OrderLine => Object.assign(new OrderLine(), { ...line, price: toMoney(line.price), discount: toMoney(line.discount), total: toMoney(line.total) });

const factsOf = ({ facts }: Entry): TimelineFact[] =>
  Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [Object.assign(new TimelineFact(), { name, value: String(value) })]));

export const entryView = (entry: Entry, cursor: string): TimelineEntry => {
  const { seq, orderId, childOrderId, kind, happenedAt } = entry;
  return Object.assign(new TimelineEntry(), { cursor, seq, orderId, childOrderId, kind, happenedAt, facts: factsOf(entry) });
};
