import { patiently, succeeded, type GraphqlClient } from '../stack/graphql-client';
import { totalOf, type Basket } from './basket';
import type { DemoMerchant } from './merchant';

export type PlacedChild = Readonly<{ id: string; number: string; lines: readonly { id: string; kind: string; quantityMilli: number }[] }>;
export type PlacedOrder = Readonly<{ id: string; number: string; children: readonly PlacedChild[] }>;
type Outcome<T> = { outcome: { __typename: string; message?: string; field?: string } & T };

const failure = '... on Error { message } ... on ValidationFailed { field }';

export type Ordering = Readonly<{ basket: Basket; merchant: DemoMerchant; customerId: string; contact?: Readonly<{ email?: string; phone?: string }> }>;

/** The shop's back end hands over an order: lines with their warehouses, the discount on the whole, the delivery, the sum the buyer saw. */
export const placeOrder = async (shop: GraphqlClient, { basket, merchant, customerId, contact = { email: 'buyer@example.com' } }: Ordering): Promise<PlacedOrder> => {
  const lines = basket.lines.map(({ warehouse, ...line }) => ({ ...line, warehouseId: merchant.warehouses[warehouse] }));
  const document = /* GraphQL */ `
    mutation PlaceOrder($input: PlaceOrderInput!) {
      outcome: placeOrder(input: $input) {
        __typename
        ... on PlaceOrderSuccess { order { id number children { id number lines { id kind quantityMilli } } } }
        ${failure}
      }
    }`;
  const input = {
    idempotencyKey: `place-${basket.number}`, number: basket.number, customerId, contact, lines,
    discount: basket.discount, ...(basket.delivery > 0 ? { delivery: { price: basket.delivery, name: 'Доставка курьером' } } : {}), total: totalOf(basket),
  };
  return patiently(async () => succeeded((await shop<Outcome<{ order: PlacedOrder }>>(document, { input })).outcome).order);
};

export type StartedPayment = Readonly<{ id: string; pageUrl: string | null }>;

/** The buyer chooses to pay by card; `pageUrl` is the bank's page, null when the bank has not answered yet. */
export const startPayment = async (buyer: GraphqlClient, orderId: string, idempotencyKey = `pay-${orderId}`): Promise<StartedPayment> => {
  const document = /* GraphQL */ `
    mutation StartPayment($input: StartPaymentInput!) {
      outcome: startPayment(input: $input) {
        __typename
        ... on StartPaymentSuccess { payment { id pageUrl } }
        ${failure}
      }
    }`;
  const input = { idempotencyKey, orderId, method: 'CARD', saveCard: { wordingVersion: '2026-01' } };
  return patiently(async () => succeeded((await buyer<Outcome<{ payment: StartedPayment }>>(document, { input })).outcome).payment);
};

/** A picker says that everything is there, or names what there is. */
export const confirmPicking = async (staff: GraphqlClient, childOrderId: string, lines?: readonly { lineId: string; quantityMilli: number }[]): Promise<void> => {
  const document = /* GraphQL */ `
    mutation ConfirmPicking($input: ConfirmPickingInput!) {
      outcome: confirmPicking(input: $input) { __typename ${failure} }
    }`;
  const input = { idempotencyKey: `pick-${childOrderId}`, childOrderId, ...(lines ? { lines } : { full: true }) };
  await patiently(async () => succeeded((await staff<Outcome<object>>(document, { input })).outcome));
};
