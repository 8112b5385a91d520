import { placeOrder } from '@paygraph/gateway/main-job/actions';
import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playPlaced, type Shop } from '@paygraph/gateway/main-job/play';
import { succeeded } from '@paygraph/gateway/stack/graphql-client';

/** What a merchant has that others could ask for: the ids of one sold order, with a child order of a vendor in it. */
export type Landmarks = Readonly<{
  order: string; number: string; child: string; vendorChild: string; payment: string; receipt: string; vendorReceipt: string; savedMethod: string;
  vendor: string; vendorEntity: string; merchant: string; legalEntity: string; warehouse: string; contract: string; cashRegister: string;
}>;

type Configured = { outcome: { __typename: string } & Record<string, { id: string }> };

const configure = async ({ admin }: Shop, thing: string, input: object): Promise<string> => {
  const name = `${thing[0]?.toUpperCase()}${thing.slice(1)}`;
  const document = `mutation ($input: Configure${name}Input!) { outcome: configure${name}(input: $input) { __typename ... on Configure${name}Success { ${thing} { id } } ... on Error { message } } }`;
  return succeeded((await admin<Configured>(document, { input })).outcome)[thing]?.id ?? '';
};

/** A vendor who sells for itself: a legal entity of its own with a cash register of its own. */
const vendorOf = async (shop: Shop): Promise<Pick<Landmarks, 'vendor' | 'vendorEntity'>> => {
  const { url, login, password } = shop.stack.simulators.kassa;
  const vendorEntity = await configure(shop, 'legalEntity', { name: 'ООО «Чашки»', inn: '7707083893', taxationSystem: 'OSN', defaultVat: 'STANDARD', receiptSenderEmail: 'cheki@chashki.example' });
  await configure(shop, 'cashRegister', { legalEntityId: vendorEntity, name: 'Чашки', connector: 'paykeeper', baseUrl: url, credentials: [{ name: 'login', value: login }, { name: 'password', value: password }] });
  return { vendorEntity, vendor: await configure(shop, 'vendor', { name: 'Чашки', legalEntityId: vendorEntity }) };
};

const found = /* GraphQL */ `query ($id: ID!, $customerId: ID) {
  order(id: $id) { receipts { id childOrder { id } } children { id vendor { id } } }
  savedMethods(customerId: $customerId) { edges { node { id } } }
}`;
type Found = {
  order: { receipts: { id: string; childOrder: { id: string } }[]; children: { id: string; vendor: { id: string } | null }[] };
  savedMethods: { edges: { node: { id: string } }[] };
};

/** Sells the cups of a vendor and the shop's own tea in one order, to the very end. */
export const sellWithVendor = async (shop: Shop, number: string): Promise<Landmarks> => {
  const { vendor, vendorEntity } = await vendorOf(shop);
  const basket = demoBasket(number);
  const lines = basket.lines.map((line) => (line.warehouse === 1 ? { ...line, vendorId: vendor } : line));
  const order = await placeOrder(shop.integration, { basket: { ...basket, lines }, merchant: shop.merchant, customerId: shop.customerId });
  const { paymentId } = await playPlaced(shop, order, () => undefined);
  const data = await shop.admin<Found>(found, { id: order.id, customerId: shop.customerId });
  const { children, receipts } = data.order;
  const childOf = (isVendors: boolean): string => children.find((child) => (child.vendor !== null) === isVendors)?.id ?? '';
  const receiptOf = (child: string): string => receipts.find(({ childOrder }) => childOrder.id === child)?.id ?? '';
  const { merchant } = shop;
  return {
    order: order.id, number, child: childOf(false), vendorChild: childOf(true), payment: paymentId, receipt: receiptOf(childOf(false)), vendorReceipt: receiptOf(childOf(true)),
    savedMethod: data.savedMethods.edges[0]?.node.id ?? '', vendor, vendorEntity, merchant: shop.stack.merchantId, legalEntity: merchant.legalEntityId,
    warehouse: merchant.warehouses[0], contract: merchant.contractId, cashRegister: merchant.cashRegisterId,
  };
};
