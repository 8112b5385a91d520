import { newId } from '@paygraph/shared/ids';
import { seal } from '@paygraph/shared/seal';
import { eventually } from '@paygraph/shared/testing/eventually';
import type { Actor } from '@paygraph/shared/identity';
import { actorOf, type EventToPublish, type ShownOrder, type World } from './world';

/** A merchant with two legal entities, a warehouse each, a vendor of its own and a delivery platform, as merchants would tell of it. */
export type Shop = Readonly<{
  merchantId: string; house: string; other: string; north: string; south: string; vendor: string; vendorHouse: string; platform: string; secret: string;
  staff: Actor; admin: Actor;
}>;

const configuration = (merchantId: string) => (type: string, aggregateId: string, body: object): EventToPublish =>
  ({ topic: 'merchants.configuration.v1', type, aggregateId, aggregateVersion: 1, merchantId, body });

export const openShop = async (world: World): Promise<Shop> => {
  const [merchantId, house, other, north, south, vendor, vendorHouse, platform] = Array.from({ length: 8 }, () => newId<string>()) as [string, string, string, string, string, string, string, string];
  const secret = `secret of ${platform}`;
  const configured = configuration(merchantId);
  const legalEntity = (id: string, defaultVat: string) => configured('LegalEntityConfigured', id, {
    legalEntityId: id, name: 'ООО Дом', inn: '7727401209', taxationSystem: 'osn', defaultVat, receiptSenderEmail: 'shop@example.ru', active: true,
  });
  const warehouse = (id: string, legalEntityId: string) => configured('WarehouseConfigured', id, { warehouseId: id, code: id.slice(-4), name: 'Склад', legalEntityId, active: true });
  await world.publish(
    legalEntity(house, 'standard'), legalEntity(other, 'none'), legalEntity(vendorHouse, 'reduced'), warehouse(north, house), warehouse(south, other),
    configured('VendorConfigured', vendor, { vendorId: vendor, name: 'Продавец', legalEntityId: vendorHouse, agent: null, active: true }),
    configured('TaxSettingsConfigured', newId<string>(), { defaultVat: 'standard', deliveryVat: 'standard', rates: [] }),
    configured('PlatformConfigured', platform, { platformId: platform, kind: 'delivery', name: 'Курьер', sealedSecret: await seal(world.sealing.own.publicJwk, { secret }), active: true }),
  );
  await eventually(async () => {
    const [row] = await world.sql(`SELECT (SELECT count(*)::int FROM consumer_cursor WHERE aggregate_id = ANY($1)) AS known`, [[house, other, north, south, vendor, vendorHouse, platform]]);
    expect(row?.['known']).toBe(7);
  });
  return { merchantId, house, other, north, south, vendor, vendorHouse, platform, secret, staff: actorOf('INTEGRATION', merchantId), admin: actorOf('ADMIN', merchantId) };
};

export const orderFields = `id number status total { amount } children { id number status total { amount } warehouse { id } legalEntity { id } vendor { id } lines { id kind name total { amount } quantityMilli pickedMilli } }`;
const error = '... on Error { code message } ... on ValidationFailed { field }';

export const placeOrder = `mutation($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ... on PlaceOrderSuccess { order { ${orderFields} } } ${error} } }`;
export const confirmPicking = `mutation($input: ConfirmPickingInput!) { confirmPicking(input: $input) { __typename ... on ConfirmPickingSuccess { order { ${orderFields} } } ${error} ... on NotAllowedNow { status } } }`;
export const cancelOrder = `mutation($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename ... on CancelOrderSuccess { order { ${orderFields} } } ${error} ... on NotAllowedNow { status } } }`;
export const recordDelivery = `mutation($input: RecordDeliveryInput!) { recordDelivery(input: $input) { __typename ... on RecordDeliverySuccess { order { ${orderFields} } } ${error} ... on NotAllowedNow { status } } }`;
export const requestReturn = `mutation($input: RequestReturnInput!) { requestReturn(input: $input) { __typename ... on RequestReturnSuccess { order { ${orderFields} } } ${error} ... on NotAllowedNow { status } } }`;

let count = 0;

/** Two warehouses, a discount and a delivery: 2 × 100.00 + 50.00 − 10.00 + 3.01 = 243.01 roubles. */
export const basket = ({ north, south }: Shop, over: object = {}) => {
  count += 1;
  return {
    idempotencyKey: `key-${count}`,
    number: `A-${count}`,
    contact: { email: 'buyer.canary@example.ru', phone: '+79161234567' },
    lines: [
      { name: 'Чай', sku: 'TEA', quantityMilli: 2000, price: 10_000, warehouseId: north },
      { name: 'Кофе', sku: 'COFFEE', quantityMilli: 1000, price: 5_000, warehouseId: south },
    ],
    discount: 1_000,
    delivery: { price: 301, name: 'Доставка' },
    total: 24_301,
    ...over,
  };
};

/** A placed order as GraphQL shows it. */
export const placed = async (world: World, shop: Shop, over: object = {}): Promise<ShownOrder> => {
  const answer = await world.ask(shop.staff, placeOrder, { input: basket(shop, over) });
  const order = answer.data?.['placeOrder']?.order;
  if (!order) throw new Error(JSON.stringify(answer));
  return order;
};
