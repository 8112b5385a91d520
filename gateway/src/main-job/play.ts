import { graphqlClient, patiently, TryAgain, type GraphqlClient } from '../stack/graphql-client';
import type { Stack } from '../stack/index';
import { newId } from '@paygraph/shared/ids';
import { confirmPicking, placeOrder, startPayment, type PlacedOrder } from './actions';
import type { Basket } from './basket';
import { configureMerchant, type DemoMerchant } from './merchant';
import { connectOutside, payAsBuyer, tellDelivery } from './outside';
import { watchOrder, type Seen, type Watch } from './watch';

export type PlayedStep = Readonly<{ name: string; at: string; ms: number; detail: string }>;

/** A stack with a merchant that is ready to sell, and a client for each of its people. */
export type Shop = Readonly<{ stack: Stack; merchant: DemoMerchant; customerId: string; admin: GraphqlClient; integration: GraphqlClient; customer: GraphqlClient; customerToken: string; operator: GraphqlClient }>;

/** Configures the demo merchant and connects the outside world's webhooks to it. */
export const openShop = async (stack: Stack): Promise<Shop> => {
  const customerId = newId();
  const [admin, integration, operator, customerToken] = await Promise.all([
    stack.token('ADMIN'), stack.token('INTEGRATION'), stack.token('OPERATOR'), stack.token('CUSTOMER', { customerId }),
  ]);
  const client = (token: string): GraphqlClient => graphqlClient(stack.graphql, token);
  const merchant = await configureMerchant(client(admin), stack.simulators);
  await connectOutside({
    paykeeperUrl: stack.simulators.paykeeper.url,
    deliveryUrl: stack.simulators.delivery.url,
    notifyUrl: `${stack.services.payments.url}/webhooks/paykeeper/${stack.merchantId}/${merchant.contractId}`,
    webhookUrl: `${stack.services['orders-sync'].url}/webhooks/delivery/${stack.merchantId}/${merchant.platformId}`,
  });
  return { stack, merchant, customerId, customerToken, admin: client(admin), integration: client(integration), customer: client(customerToken), operator: client(operator) };
};

type Tell = (step: PlayedStep) => void;

/** The steps that the main job must show, by the timeline entry that proves each, and how many of them there are. */
const proofs = (children: number): readonly [string, number][] => [
  ['order.placed', 1],
  ['order.split', 1],
  ['payment.started', 1],
  ['payment.authorized', 1],
  ['receipt.prepayment.registered', children],
  ['picking.confirmed', children],
  ['payment.captured', 1],
  ['delivery.delivered', children],
  ['receipt.closing.registered', children],
  ['order.completed', 1],
];

const describe = ({ facts }: Seen): string => facts.map(({ name, value }) => `${name}=${value}`).join(' ');

const proveSteps = async (watch: Watch, from: number, o: { children: number; tell: Tell }): Promise<void> => {
  for (const [name, count] of proofs(o.children)) {
    const seen = await watch.until(name, count);
    o.tell({ name, at: new Date(seen.seenAt).toISOString(), ms: seen.seenAt - from, detail: describe(seen) });
  }
};

export type Played = Readonly<{ order: PlacedOrder; paymentId: string; watch: Watch }>;

const pageOf = /* GraphQL */ `query Page($id: ID!) { payment(id: $id) { pageUrl } }`;

/** The bank was slow or its answer was lost: the page comes later. */
const untilPage = ({ customer }: Shop, id: string): Promise<string> =>
  patiently(async () => {
    const { payment } = await customer<{ payment: { pageUrl: string | null } | null }>(pageOf, { id });
    if (!payment?.pageUrl) throw new TryAgain('The bank has not opened a payment page');
    return payment.pageUrl;
  });

/** What the people do, each when the timeline shows that it is their turn. */
const act = async (shop: Shop, { order, watch }: { order: PlacedOrder; watch: Watch }): Promise<string> => {
  const { stack, customer, operator } = shop;
  const payment = await startPayment(customer, order.id);
  await payAsBuyer(stack.simulators.paykeeper.url, payment.pageUrl ?? (await untilPage(shop, payment.id)), { saveCard: true });
  await watch.until('receipt.prepayment.registered', order.children.length);
  // What the register tells may overtake what the bank told: they are topics of two services, and only the money held makes a child ready to pick.
  await watch.until('payment.authorized');
  for (const child of order.children) await confirmPicking(operator, child.id);
  await watch.until('payment.captured');
  for (const child of order.children) await tellDelivery(stack.simulators.delivery.url, child.number, 'handed_over');
  return payment.id;
};

/** Plays the main job of an order that was placed, watched live by the buyer; resolves when it is completed. @throws when a step does not come. */
export const playPlaced = async (shop: Shop, order: PlacedOrder, tell: Tell): Promise<Played> => {
  const from = Date.now();
  const watch = watchOrder({ wsUrl: shop.stack.ws, token: shop.customerToken, orderId: order.id });
  try {
    const [paymentId] = await Promise.all([act(shop, { order, watch }), proveSteps(watch, from, { children: order.children.length, tell })]);
    return { order, paymentId, watch };
  } finally {
    watch.stop();
  }
};

/** Plays the main job once, from the placing of the order to its completion. @throws when a step does not come. */
export const playMainJob = async (shop: Shop, basket: Basket, tell: Tell): Promise<Played> =>
  playPlaced(shop, await placeOrder(shop.integration, { basket, merchant: shop.merchant, customerId: shop.customerId }), tell);
