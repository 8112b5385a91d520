import { confirmPicking, placeOrder, startPayment, type PlacedOrder } from '@paygraph/gateway/main-job/actions';
import type { Basket } from '@paygraph/gateway/main-job/basket';
import { payAsBuyer } from '@paygraph/gateway/main-job/outside';
import type { Shop } from '@paygraph/gateway/main-job/play';
import { watchOrder, type Watch } from '@paygraph/gateway/main-job/watch';

export type Sale = Readonly<{ order: PlacedOrder; paymentId: string; watch: Watch }>;

/** A buyer ordered and paid: the money is held and the prepayment receipts are registered. `watch.stop()` when done. */
export const heldSale = async (shop: Shop, basket: Basket): Promise<Sale> => {
  const order = await placeOrder(shop.integration, { basket, merchant: shop.merchant, customerId: shop.customerId });
  const watch = watchOrder({ wsUrl: shop.stack.ws, token: shop.customerToken, orderId: order.id });
  const payment = await startPayment(shop.customer, order.id);
  if (!payment.pageUrl) throw new Error('no page');
  await payAsBuyer(shop.stack.simulators.paykeeper.url, payment.pageUrl);
  await watch.until('receipt.prepayment.registered', order.children.length);
  await watch.until('payment.authorized');
  return { order, paymentId: payment.id, watch };
};

/** The same, picked in full and captured. */
export const capturedSale = async (shop: Shop, basket: Basket): Promise<Sale> => {
  const sale = await heldSale(shop, basket);
  for (const child of sale.order.children) await confirmPicking(shop.operator, child.id);
  await sale.watch.until('payment.captured');
  return sale;
};
