import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Basket } from '@paygraph/gateway/main-job/basket';
import { readOrder, type CommerceMlOrder } from './commerceml';
import { root } from './root';

const file = join(root, '../shared/data/commerceml/orders-captured.xml');

/** The data is another's and not part of the repository: tests that need it say in their title when it is absent. */
export const capturedDataIsHere = existsSync(file);

/** Order 133 that a real shop gave to 1C: 7 lines, 14 380.58 roubles. */
export const capturedOrder = (number = '133'): CommerceMlOrder => {
  const order = readOrder(readFileSync(file), number);
  if (!order.ok) throw new Error(`order ${number} is not in the captured file`);
  return order.value;
};

/** Its lines divided over the two warehouses in turn. */
export const capturedBasket = (): Basket => ({
  number: '133',
  discount: 0,
  delivery: 0,
  lines: capturedOrder().lines.map(({ id, name, price, quantityMilli }, index) => ({ sku: id, name, price, quantityMilli, warehouse: index % 2 === 0 ? 0 : 1 })),
});
