import { derivedId, type MerchantId } from '@paygraph/shared/ids';
import { contracts, type ContractRow } from './database/payments-tables';
import { entities, registers, taxes } from './database/fiscal-tables';
import { Store } from './database/store';
import { View } from './database/view';
import type { Random } from './engine/random';

export const merchantId = derivedId<MerchantId>('merchant');
export const contractId = derivedId('contract');
export const entityId = derivedId('entity');
export const registerId = derivedId('register');
export const holdDays = 7;

const able = { holdDays, partialRefund: true, saved: false, payee: 'settlement', minAmount: null, maxAmount: null, feeBasisPoints: null };
const settings = { notificationTrustLimit: 50_000, holdExpiryAction: 'capture', holdExpiryLeadSeconds: 3_600, pageLifetimeSeconds: 600 };

export type ShopWay = Readonly<{ twoStage: boolean; holdExpiryAction: 'capture' | 'void' }>;

const contractOf = ({ twoStage, holdExpiryAction }: ShopWay): ContractRow => ({
  id: contractId, merchant_id: merchantId, position: 1, legal_entity_id: entityId, name: 'Main', provider: 'paykeeper', bank: null, base_url: 'https://bank', sealed_credentials: '{}', active: true,
  methods: [{ ...able, method: 'card', hold: twoStage, partialCapture: true }, { ...able, method: 'sbp', hold: false, partialCapture: false }], settings: { ...settings, holdExpiryAction },
});

const filled = (store: Store, fill: (view: View) => void): Store => {
  const tx = store.begin('template', merchantId);
  fill(new View(store, tx));
  store.commit(tx);
  return store;
};

/** What `merchants` told `payments` before the history begins. */
export const paymentsTemplate = (way: ShopWay): Store => filled(new Store(() => 0), (view) => view.insert(contracts, contractOf(way)));

const rates = [{ category: 'standard', percent: 22, from: '2026-01-01', to: null }];
const register = { name: 'Register', connector: 'paykeeper', base_url: 'https://register', sealed_credentials: '{}', closing_settlement: 'advance', active: true, known_since: 0 };

/** What `merchants` told `fiscalization`. */
export const fiscalTemplate = (): Store =>
  filled(new Store(() => 0), (view) => {
    view.insert(entities, { id: entityId, merchant_id: merchantId, name: 'Seller', inn: '7707083893', taxation_system: 'osn', sender_email: 'shop@example.org', active: true });
    view.insert(registers, { ...register, id: registerId, merchant_id: merchantId, legal_entity_id: entityId });
    view.insert(taxes, { merchant_id: merchantId, rates });
  });

export type Line = Readonly<{ lineId: string; quantityMilli: number; total: number }>;
export type Order = Readonly<{ id: string; childId: string; total: number; lines: readonly Line[] }>;

export const aLine = (random: Random, at: number): Line => ({ lineId: derivedId('line', String(at)), quantityMilli: 1_000 * (1 + random.below(3)), total: 1 + random.below(random.chance(0.2) ? 90_000 : 30_000) });

export const anOrder = (random: Random): Order => {
  const lines = Array.from({ length: 1 + random.below(2) }, (_, at) => aLine(random, at));
  return { id: derivedId('order'), childId: derivedId('child'), total: lines.reduce((sum, { total }) => sum + total, 0), lines };
};

const contact = JSON.stringify({ email: 'buyer@example.org' });

const lineEvent = ({ lineId, quantityMilli, total }: Line, at: number): object => ({
  lineId, quantityMilli, total, kind: 'goods', name: `Goods ${at}`, sku: null, measure: 'piece', price: total, discount: 0, vatCategory: 'standard', agent: null,
});

/** The body of OrderPlaced. */
export const placed = ({ id, childId, total, lines }: Order): object => ({
  orderId: id, number: '1', customerId: null, currency: 'RUB', total, sealedContact: { payments: contact, fiscalization: contact },
  children: [{ childOrderId: childId, number: '1-1', legalEntityId: entityId, warehouseId: derivedId('warehouse'), vendorId: null, total, lines: lines.map(lineEvent) }],
});

/** Some of the order's goods as an event names them: of each line so many thousandths of what was ordered. */
export const partOf = ({ childId, lines }: Order, random: Random): { total: number; children: object[] } => {
  const kept = lines.flatMap((line) => {
    const pieces = random.below(line.quantityMilli / 1_000 + 1);
    const total = Math.floor((line.total * pieces * 1_000) / line.quantityMilli);
    return pieces === 0 || total === 0 ? [] : [{ lineId: line.lineId, quantityMilli: pieces * 1_000, total }];
  });
  const total = kept.reduce((sum, line) => sum + line.total, 0);
  return { total, children: total === 0 ? [] : [{ childOrderId: childId, total, lines: kept }] };
};
export const wholeOf = ({ childId, total, lines }: Order): { total: number; children: object[] } => ({ total, children: [{ childOrderId: childId, total, lines }] });
