import { registerEnumType } from 'type-graphql';
import { childStatuses } from '../domain/child-status';
import { orderStatuses } from '../domain/order-status';
import { goodsKinds, measures, vatCategories } from '../domain/words';

/** Upper case in the graph, our own words inside. */
const enumOf = <T extends string>(name: string, words: readonly T[], description?: string): Readonly<Record<string, T>> => {
  const values = Object.fromEntries(words.map((word) => [word.toUpperCase(), word]));
  registerEnumType(values, { name, description });
  return values;
};

export const OrderStatus = enumOf('OrderStatus', orderStatuses);
export const ChildOrderStatus = enumOf('ChildOrderStatus', childStatuses);
export const Measure = enumOf('Measure', measures);
export const OrderLineKind = enumOf('OrderLineKind', [...goodsKinds, 'delivery'] as const);
export const GoodsKind = enumOf('GoodsKind', goodsKinds, 'What a line of a basket may be; delivery is given apart.');
export const VatCategory = enumOf('VatCategory', vatCategories, 'A kind of VAT; what percent it is on a day is told by the tax settings.');
export const MappingSource = enumOf('MappingSource', ['payment', 'order'] as const, 'PAYMENT: what an event of the payment makes of the order. ORDER: what the order asks of the payment.');
export const RecordedDelivery = enumOf('RecordedDelivery', ['out_for_delivery', 'handed_over', 'refused', 'returned_to_sender', 'lost', 'withdrawn'] as const, 'WITHDRAWN takes back what was recorded for good before.');
