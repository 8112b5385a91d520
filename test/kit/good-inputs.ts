import { placeOrder } from '@paygraph/gateway/main-job/actions';
import { demoBasket, totalOf } from '@paygraph/gateway/main-job/basket';
import type { Shop } from '@paygraph/gateway/main-job/play';
import { newId } from '@paygraph/shared/ids';
import type { Landmarks } from './landmarks';
import { capturedSale, heldSale, type Sale } from './story';
import type { Json } from './twists';

export type Input = Record<string, Json>;
/** A good input of each mutation, with all that it may hold; made anew when one was used up. */
export type GoodInputs = Readonly<Record<string, () => Promise<Input>>>;

/** Mutations whose input may be sent again under another key: they use nothing up. */
export const lasting: readonly string[] = ['refundPayment', 'startPayment', 'configureStatusMapping'];
export const renewed = (input: Input): Input => ({ ...input, idempotencyKey: key() });

const key = (): string => `good-${newId()}`;
const number = (): string => `GOOD-${newId().slice(-12)}`;

const silent = async (sale: Promise<Sale>): Promise<Sale> => {
  (await sale).watch.stop();
  return sale;
};

const ofOrders = (shop: Shop, { vendor }: Landmarks): GoodInputs => {
  const { merchant, customerId } = shop;
  const place = () => placeOrder(shop.integration, { basket: demoBasket(number()), merchant, customerId });
  const held = () => silent(heldSale(shop, demoBasket(number())));
  const captured = () => silent(capturedSale(shop, demoBasket(number())));
  const goods = ({ order }: Sale): Json => {
    const line = order.children[0]?.lines.find(({ kind }) => kind === 'GOODS');
    return [{ lineId: line?.id, quantityMilli: line?.quantityMilli }];
  };
  return {
    placeOrder: async () => {
      const basket = demoBasket(number());
      const lines = basket.lines.map(({ warehouse, ...line }) => ({ ...line, kind: 'GOODS', measure: 'PIECE', vatCategory: 'STANDARD', vendorId: vendor, discount: 0, ...line, warehouseId: merchant.warehouses[warehouse] }));
      const delivery = { price: basket.delivery, name: 'Доставка', vatCategory: 'STANDARD', warehouseId: merchant.warehouses[0] };
      return { idempotencyKey: key(), number: basket.number, customerId, contact: { email: 'buyer@example.com', phone: '+79161234567' }, lines, discount: basket.discount, delivery, total: totalOf(basket), returnUrl: 'https://lavka.example/thanks' };
    },
    cancelOrder: async () => ({ idempotencyKey: key(), orderId: (await place()).id, reason: 'changed my mind' }),
    confirmPicking: async () => {
      const sale = await held();
      return { idempotencyKey: key(), childOrderId: sale.order.children[0]?.id, lines: goods(sale) };
    },
    recordDelivery: async () => ({ idempotencyKey: key(), childOrderId: (await captured()).order.children[0]?.id, kind: 'OUT_FOR_DELIVERY', occurredAt: new Date().toISOString() }),
    requestReturn: async () => {
      const sale = await captured();
      return { idempotencyKey: key(), childOrderId: sale.order.children[0]?.id, lines: goods(sale), reason: 'chipped' };
    },
    configureStatusMapping: async () => ({ idempotencyKey: key(), rows: [{ source: 'ORDER', when: 'capture', then: 'picked' }] }),
    startPayment: async () => ({ idempotencyKey: key(), orderId: (await place()).id, method: 'CARD', contractId: merchant.contractId, returnUrl: 'https://lavka.example/thanks', saveCard: { wordingVersion: '2026-01' } }),
    capturePayment: async () => ({ idempotencyKey: key(), paymentId: (await held()).paymentId, amount: 100 }),
    voidPayment: async () => ({ idempotencyKey: key(), paymentId: (await held()).paymentId, reason: 'asked for' }),
    refundPayment: async () => {
      const { paymentId } = await captured();
      return { idempotencyKey: key(), paymentId, amount: 100, reason: 'goodwill' };
    },
    settleOperation: async () => {
      const { paymentId } = await captured();
      return { idempotencyKey: key(), paymentId, operationId: await lastOperation(shop, paymentId), outcome: 'FAILED', reason: 'the cabinet shows nothing' };
    },
  };
};

/** The last thing that was done to a payment; it is not in doubt. */
const lastOperation = async ({ admin }: Shop, id: string): Promise<Json> => {
  const { payment } = await admin<{ payment: { operations: { id: string }[] } }>('query ($id: ID!) { payment(id: $id) { operations { id } } }', { id });
  return payment.operations.at(-1)?.id ?? null;
};

const ofMerchant = ({ merchant: { legalEntityId } }: Shop, known: Landmarks): GoodInputs => {
  const baseUrl = 'https://shop.server.paykeeper.ru';
  const credentials = ['login', 'password', 'secretWord'].map((name) => ({ name, value: 'value' }));
  return {
    registerMerchant: async () => ({ idempotencyKey: key(), name: 'Лавка', siteUrl: 'https://lavka.example' }),
    configureLegalEntity: async () => ({ id: known.legalEntity, name: 'ООО «Лавка»', inn: '7727401209', taxationSystem: 'OSN', defaultVat: 'STANDARD', receiptSenderEmail: 'cheki@lavka.example' }),
    configureVendor: async () => ({ id: known.vendor, name: 'Чашки', legalEntityId: known.vendorEntity }),
    configureWarehouse: async () => ({ id: known.warehouse, code: 'NORTH', name: 'Северный склад', legalEntityId }),
    configureContract: async () => ({
      legalEntityId, name: 'Second', provider: 'paykeeper', baseUrl, credentials, bank: 'sber',
      methods: [{ method: 'CARD', hold: true, holdDays: 7, partialCapture: true, minAmount: 100, maxAmount: 100_000_00, feeBasisPoints: 250 }],
      settings: { notificationTrustLimit: 100_000, holdExpiryLeadSeconds: 43_200, pageLifetimeSeconds: 86_400 },
    }),
    configureCashRegister: async () => ({ legalEntityId, name: 'Second', connector: 'paykeeper', baseUrl, credentials: credentials.slice(0, 2) }),
    configureRouting: async () => ({
      rules: [{ name: 'Large', methods: ['CARD'], minTotal: 100_000, maxTotal: 100_000_00, legalEntityIds: [legalEntityId], vendorIds: [known.vendor], split: 'ANY', contractIds: [known.contract] }],
      hiding: [{ method: 'SBP', severalWarehouses: true, severalVendors: true }],
    }),
    configureTaxSettings: async () => ({ defaultVat: 'STANDARD', deliveryVat: 'STANDARD' }),
    configurePlatform: async () => ({ kind: 'DELIVERY', name: 'Second', secret: 'a-secret-that-is-long-enough-for-a-platform' }),
  };
};

const ofOthers = (known: Landmarks): GoodInputs => ({
  retryReceipt: async () => ({ idempotencyKey: key(), receiptId: known.receipt, contact: 'buyer@example.com' }),
  switchOffSavedMethod: async () => ({ savedMethodId: known.savedMethod }),
  switchOnSavedMethod: async () => ({ savedMethodId: known.savedMethod }),
  chooseDefaultSavedMethod: async () => ({ savedMethodId: known.savedMethod }),
});

/** Good inputs of every mutation that takes one. */
export const goodInputs = (shop: Shop, known: Landmarks): GoodInputs => ({ ...ofOrders(shop, known), ...ofMerchant(shop, known), ...ofOthers(known) });
