import { isDeepStrictEqual } from 'node:util';
import { derivedId, newId, type MerchantId } from '@paygraph/shared/ids';
import { seal } from '@paygraph/shared/seal';
import { eventually } from '@paygraph/shared/testing/eventually';
import { startPayKeeperSimulator, type PayKeeperOptions, type PayKeeperSimulator } from '@paygraph/simulators/paykeeper/index';
import type { ContractFacts, MethodCapability } from '../domain/facts';
import { noRouting, type RoutingFacts } from '../domain/routing-rules';
import { ableOf } from './facts';
import type { World } from './world';

type Line = Readonly<{ lineId: string; quantityMilli: number; total: number }>;
export type Child = Readonly<{ childOrderId: string; legalEntityId: string; total: number; lines: readonly Line[] }>;
export type PlacedOrder = Readonly<{ id: string; total: number; customerId: string; children: readonly Child[] }>;

export type ShopOptions = Readonly<{
  bank?: PayKeeperOptions;
  /** What differs in what it can do with cards. */
  card?: Partial<MethodCapability>;
  settings?: Partial<ContractFacts['settings']>;
  /** The buyer's notifications reach the service; false = the bank has no address for them. */
  notified?: boolean;
  secretWord?: string;
}>;

/** A merchant with one contract at a bank of its own. */
export type Shop = Readonly<{
  merchantId: MerchantId;
  contractId: string;
  legalEntityId: string;
  bank: PayKeeperSimulator;
  notifyUrl: string;
  configure(over?: Partial<{ active: boolean; baseUrl: string; contractId: string; settings: Partial<ContractFacts['settings']> }>): Promise<void>;
  /** The merchant's routing from now on. */
  route(routing: Partial<RoutingFacts>): Promise<void>;
  /** `totals`: one list of line sums (kopecks) a child order. */
  placeOrder(totals?: readonly (readonly number[])[]): Promise<PlacedOrder>;
  publish(event: { type: string; orderId: string; body: object }): Promise<void>;
  stop(): Promise<void>;
}>;

const card = ableOf('card', { hold: true, holdDays: 7, partialCapture: true, saved: true });
const settings = { notificationTrustLimit: 100_000_00, holdExpiryAction: 'capture', holdExpiryLeadSeconds: 3_600, pageLifetimeSeconds: 600 };

const childOf = (legalEntityId: string) => (totals: readonly number[]): Child => ({
  childOrderId: newId(), legalEntityId, total: totals.reduce((a, b) => a + b, 0),
  lines: totals.map((total) => ({ lineId: newId(), quantityMilli: 2_000, total })),
});

const lineEvent = ({ lineId, quantityMilli, total }: Line) => ({
  lineId, quantityMilli, total, kind: 'goods', name: 'Чайник', sku: null, measure: 'piece', price: total, discount: 0, vatCategory: 'standard', agent: null,
});

export const openShop = async (world: World, options: ShopOptions = {}): Promise<Shop> => {
  const bank = await startPayKeeperSimulator({ login: 'admin', notificationRetryMs: [100, 200, 400, 800], refundDelayMs: 20, ...options.bank });
  const merchantId = newId<MerchantId>();
  const [contractId, legalEntityId] = [newId(), newId()];
  const notifyUrl = `${world.service().url}/webhooks/paykeeper/${merchantId}/${contractId}`;
  if (options.notified !== false) bank.control.configure({ notifyUrl });
  const versions = new Map<string, number>();

  const send = async (topic: string, { type, id, body }: { type: string; id: string; body: object }): Promise<void> => {
    const aggregateVersion = (versions.get(id) ?? 0) + 1;
    versions.set(id, aggregateVersion);
    const envelope = { eventId: newId(), type, version: 1, occurredAt: new Date().toISOString(), aggregateId: id, aggregateVersion, merchantId, body };
    await world.bus.publish([{ topic, key: id, value: JSON.stringify(envelope), headers: {} }]);
  };
  const publish: Shop['publish'] = ({ type, orderId, body }) => send('orders.order.v1', { type, id: orderId, body: { orderId, ...body } });

  const configure: Shop['configure'] = async (over = {}) => {
    const credentials = { login: bank.login, password: bank.password, secretWord: options.secretWord ?? bank.secret };
    const body = {
      contractId, legalEntityId, name: 'Основной', provider: 'paykeeper', baseUrl: bank.url, sealedCredentials: await seal(world.sealing.publicJwk, credentials),
      bank: null, methods: [{ ...card, ...options.card }, ableOf('sbp')], active: true, ...over, settings: { ...settings, ...options.settings, ...over.settings },
    };
    await send('merchants.configuration.v1', { type: 'ContractConfigured', id: body.contractId, body });
    await eventually(async () => {
      const [row] = await world.owner.query<{ sealed_credentials: string }>('SELECT sealed_credentials FROM contract_facts WHERE id = $1', [body.contractId]);
      if (row?.sealed_credentials !== body.sealedCredentials) throw new Error('The contract is not known yet');
    });
  };

  const route: Shop['route'] = async (routing) => {
    const body = { ...noRouting, ...routing };
    await send('merchants.configuration.v1', { type: 'RoutingConfigured', id: derivedId(merchantId, 'routing'), body });
    await eventually(async () => {
      const [row] = await world.owner.query('SELECT rules, hiding FROM routing_facts WHERE merchant_id = $1', [merchantId]);
      if (!isDeepStrictEqual(row, body)) throw new Error('The routing is not known yet');
    });
  };

  const placeOrder: Shop['placeOrder'] = async (totals = [[150_00, 49_99], [300_01]]) => {
    const id = newId();
    const customerId = derivedId(merchantId, 'buyer');
    const children = totals.map(childOf(legalEntityId));
    const total = children.reduce((sum, child) => sum + child.total, 0);
    const sealedContact = { payments: await seal(world.sealing.publicJwk, { email: 'buyer@example.org', phone: '+79990000000' }), fiscalization: 'sealed' };
    const childEvents = children.map((child, index) => ({ ...child, number: `${index + 1}`, warehouseId: newId(), vendorId: null, lines: child.lines.map(lineEvent) }));
    await publish({ type: 'OrderPlaced', orderId: id, body: { number: `N-${id.slice(-6)}`, customerId, currency: 'RUB', total, sealedContact, children: childEvents } });
    return { id, total, customerId, children };
  };

  await configure();
  return { merchantId, contractId, legalEntityId, bank, notifyUrl, configure, route, placeOrder, publish, stop: () => bank.stop() };
};
