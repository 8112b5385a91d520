import type { PlacedChild } from '@paygraph/gateway/main-job/actions';
import type { DemoMerchant } from '@paygraph/gateway/main-job/merchant';
import type { Sale } from './story';

/** A bad input of one mutation, and what the answer must be: the error's type, and for a broken rule the field it names. */
export type BadInput = Readonly<{ mutation: string; bad: string; input: Readonly<Record<string, unknown>>; type: string; field?: string }>;
/** `held` waits for its pickers, `captured` is paid. */
export type Known = Readonly<{ merchant: DemoMerchant; held: Sale; captured: Sale; nobody: string }>;

const huge = 2 ** 53 - 2;

type Rows = readonly (readonly [bad: string, change: Readonly<Record<string, unknown>>, field: string])[];

const invalid = (mutation: string, base: Readonly<Record<string, unknown>>, rows: Rows): BadInput[] =>
  rows.map(([bad, change, field]) => ({ mutation, bad, input: { ...base, ...change }, type: 'ValidationFailed', field }));

const badKeys: Rows = [
  ['an empty key', { idempotencyKey: '' }, 'idempotencyKey'],
  ['a key of 300 characters', { idempotencyKey: 'k'.repeat(300) }, 'idempotencyKey'],
  ['a key that is not ASCII', { idempotencyKey: 'ключ' }, 'idempotencyKey'],
];

const placeOrder = ({ merchant, nobody }: Known): BadInput[] => {
  const line = { sku: 'BAD', name: 'Вещь', quantityMilli: 1_000, price: 10_000, warehouseId: merchant.warehouses[0] };
  const base = { idempotencyKey: 'bad-order', number: 'BAD-1', contact: { email: 'buyer@example.com' }, lines: [line], total: 10_000 };
  const lines = (change: object): Record<string, unknown> => ({ lines: [{ ...line, ...change }] });
  return invalid('placeOrder', base, [
    ...badKeys,
    ['a sum that does not add up', { total: 9_999 }, 'total'],
    ['a negative total', { total: -1 }, 'total'],
    ['no lines', { lines: [] }, 'lines'],
    ['zero quantity', lines({ quantityMilli: 0 }), 'lines[0].quantityMilli'],
    ['a negative quantity', lines({ quantityMilli: -1_000 }), 'lines[0].quantityMilli'],
    ['a negative price', lines({ price: -10_000 }), 'lines[0].price'],
    ['a huge price', { ...lines({ price: huge }), total: huge }, 'lines[0].price'],
    ['an unknown warehouse', lines({ warehouseId: nobody }), 'lines[0].warehouseId'],
    ['a warehouse that is no id', lines({ warehouseId: 'SELECT 1' }), 'lines[0].warehouseId'],
    ['an unknown vendor', lines({ vendorId: nobody }), 'lines[0].vendorId'],
    ['a discount above the line', lines({ discount: 10_001 }), 'lines[0].discount'],
    ['a discount above the order', { discount: 10_001, total: 0 }, 'discount'],
    ['an empty name', lines({ name: '' }), 'lines[0].name'],
    ['no way to reach the buyer', { contact: {} }, 'contact'],
    ['an e-mail that is none', { contact: { email: 'nobody' } }, 'contact.email'],
  ]);
};

const pickingLines = (child: PlacedChild | undefined, quantityMilli: number): Record<string, unknown> => ({ lines: [{ lineId: child?.lines[0]?.id, quantityMilli }] });

const ofOrders = ({ held, captured, nobody }: Known): BadInput[] => {
  const [child] = held.order.children;
  const [sold] = captured.order.children;
  const pick = { idempotencyKey: 'bad-pick', childOrderId: child?.id };
  const back = { idempotencyKey: 'bad-return', childOrderId: sold?.id, reason: 'no', lines: [{ lineId: sold?.lines[0]?.id, quantityMilli: 1_000 }] };
  const cancel = { idempotencyKey: 'bad-cancel', orderId: held.order.id, reason: 'no' };
  const deliver = { idempotencyKey: 'bad-delivery', childOrderId: child?.id, kind: 'HANDED_OVER' };
  return [
    ...invalid('confirmPicking', pick, [
      ...badKeys.map(([bad, change, field]) => [bad, { ...change, full: true }, field] as const),
      ['neither all nor lines', {}, 'lines'],
      ['a negative quantity', pickingLines(child, -1), 'lines[0].quantityMilli'],
      ['more than was ordered', pickingLines(child, 1_000_000_000), 'lines[0].quantityMilli'],
      ['a line of nobody', { lines: [{ lineId: nobody, quantityMilli: 1 }] }, 'lines[0].lineId'],
    ]),
    ...invalid('requestReturn', back, [...badKeys, ['zero quantity', pickingLines(sold, 0), 'lines[0].quantityMilli'], ['no lines', { lines: [] }, 'lines'], ['more than was sold', pickingLines(sold, 1_000_000_000), 'lines[0].quantityMilli']]),
    ...invalid('cancelOrder', cancel, [...badKeys, ['no reason', { reason: '' }, 'reason']]),
    ...invalid('recordDelivery', deliver, badKeys),
    ...invalid('configureStatusMapping', { idempotencyKey: 'bad-mapping', rows: [{ source: 'ORDER', when: 'capture', then: 'picked' }] }, [
      ...badKeys, ['an unknown event', { rows: [{ source: 'ORDER', when: 'whenever', then: 'picked' }] }, 'rows[0].when'], ['an unknown meaning', { rows: [{ source: 'ORDER', when: 'capture', then: 'sometimes' }] }, 'rows[0].then'],
    ]),
    { mutation: 'confirmPicking', bad: 'nobody\'s child order', input: { ...pick, full: true, childOrderId: nobody }, type: 'NotFound' },
    { mutation: 'requestReturn', bad: 'nobody\'s child order', input: { ...back, childOrderId: nobody }, type: 'NotFound' },
    { mutation: 'recordDelivery', bad: 'an id that is none', input: { ...deliver, childOrderId: '../etc' }, type: 'NotFound' },
    { mutation: 'cancelOrder', bad: 'nobody\'s order', input: { ...cancel, orderId: nobody }, type: 'NotFound' },
  ];
};

const ofPayments = ({ held, captured, nobody }: Known): BadInput[] => {
  const start = { idempotencyKey: 'bad-start', orderId: captured.order.id, method: 'CARD' };
  const refund = { idempotencyKey: 'bad-refund', paymentId: captured.paymentId, amount: 100, reason: 'no' };
  const capture = { idempotencyKey: 'bad-capture', paymentId: held.paymentId, amount: 100 };
  const release = { idempotencyKey: 'bad-void', paymentId: captured.paymentId };
  const settle = { idempotencyKey: 'bad-settle', paymentId: captured.paymentId, operationId: nobody, outcome: 'FAILED', reason: 'no' };
  return [
    ...invalid('startPayment', start, [...badKeys, ['a return address that is none', { returnUrl: 'javascript:alert(1)' }, 'returnUrl']]),
    ...invalid('refundPayment', refund, [...badKeys, ['a negative sum', { amount: -100 }, 'amount'], ['nothing', { amount: 0 }, 'amount']]),
    ...invalid('capturePayment', capture, [...badKeys, ['a negative sum', { amount: -100 }, 'amount'], ['nothing', { amount: 0 }, 'amount']]),
    ...invalid('voidPayment', release, badKeys),
    ...invalid('settleOperation', settle, [...badKeys, ['no reason', { reason: '' }, 'reason']]),
    { mutation: 'settleOperation', bad: 'nobody\'s operation', input: settle, type: 'NotFound' },
    { mutation: 'settleOperation', bad: 'nobody\'s payment', input: { ...settle, paymentId: nobody }, type: 'NotFound' },
    { mutation: 'startPayment', bad: 'nobody\'s order', input: { ...start, orderId: 'no-uuid' }, type: 'NotFound' },
    { mutation: 'startPayment', bad: 'an order that is paid', input: start, type: 'OrderAlreadyPaid' },
    { mutation: 'refundPayment', bad: 'more than was captured', input: { ...refund, amount: huge }, type: 'AmountTooLarge' },
    { mutation: 'refundPayment', bad: 'nobody\'s payment', input: { ...refund, paymentId: nobody }, type: 'NotFound' },
    { mutation: 'capturePayment', bad: 'a payment that is captured', input: { ...capture, paymentId: captured.paymentId }, type: 'PaymentNotAllowedNow' },
    { mutation: 'capturePayment', bad: 'more than is held', input: { ...capture, amount: huge }, type: 'AmountTooLarge' },
    { mutation: 'voidPayment', bad: 'a payment that is captured', input: release, type: 'PaymentNotAllowedNow' },
  ];
};

const ofMerchants = ({ merchant, nobody }: Known): BadInput[] => {
  const { legalEntityId } = merchant;
  const entity = { name: 'ООО «Другое»', inn: '7727401209', taxationSystem: 'OSN', defaultVat: 'STANDARD', receiptSenderEmail: 'a@example.com' };
  const contract = { legalEntityId, name: 'Second', provider: 'paykeeper', baseUrl: 'https://shop.server.paykeeper.ru', credentials: [{ name: 'login', value: 'l' }, { name: 'password', value: 'p' }, { name: 'secretWord', value: 's' }] };
  const register = { legalEntityId, name: 'Second', connector: 'paykeeper', baseUrl: 'https://shop.server.paykeeper.ru', credentials: [{ name: 'login', value: 'l' }, { name: 'password', value: 'p' }] };
  return [
    ...invalid('configureLegalEntity', entity, [['a wrong INN', { inn: '7727401208' }, 'inn'], ['an INN of letters', { inn: 'abcdefghij' }, 'inn'], ['an e-mail that is none', { receiptSenderEmail: 'x' }, 'receiptSenderEmail'], ['an empty name', { name: '' }, 'name']]),
    ...invalid('configureContract', contract, [['an unknown provider', { provider: 'nobank' }, 'provider'], ['a bank without a licence', { bank: 'qiwi' }, 'bank'], ['no method', { methods: [] }, 'methods'],
      ['a hold of SBP', { methods: [{ method: 'SBP', hold: true }] }, 'methods[0].hold'], ['an address that is none', { baseUrl: 'ftp://x' }, 'baseUrl'], ['credentials that lack one', { credentials: [{ name: 'login', value: 'l' }] }, 'credentials']]),
    ...invalid('configureCashRegister', register, [['an unknown register', { connector: 'abacus' }, 'connector'], ['an address that is none', { baseUrl: 'nowhere' }, 'baseUrl']]),
    ...invalid('configureVendor', { name: 'Продавец' }, [['an agent with a wrong INN', { agent: { sign: 'COMMISSION_AGENT', supplierName: 'ИП', supplierInn: '1' } }, 'agent.supplierInn']]),
    ...invalid('configureWarehouse', { code: 'W3', name: 'Склад', legalEntityId }, [['an empty code', { code: '' }, 'code']]),
    ...invalid('configurePlatform', { kind: 'DELIVERY', name: 'Курьер', secret: 'a-secret-that-is-long-enough' }, [['an empty name', { name: '' }, 'name']]),
    ...invalid('configureTaxSettings', { defaultVat: 'STANDARD', deliveryVat: 'STANDARD' }, [['rates with a hole', { rates: [] }, 'rates']]),
    ...invalid('configureRouting', { rules: [] }, [['a rule without a name', { rules: [{ name: '', contractIds: [nobody] }] }, 'rules[0].name'], ['a rule that leads nowhere', { rules: [{ name: 'All', contractIds: [] }] }, 'rules[0].contractIds'],
      ['a method hidden twice', { hiding: [{ method: 'SBP' }, { method: 'SBP' }] }, 'hiding']]),
    { mutation: 'configureRouting', bad: 'nobody\'s contract', input: { rules: [{ name: 'All', contractIds: [nobody] }] }, type: 'NotFound' },
    ...invalid('registerMerchant', { idempotencyKey: 'bad-merchant', name: 'Другой', siteUrl: 'https://x.example' }, [...badKeys, ['an address that is none', { siteUrl: 'x' }, 'siteUrl']]),
    { mutation: 'configureWarehouse', bad: 'nobody\'s legal entity', input: { code: 'W3', name: 'Склад', legalEntityId: nobody }, type: 'NotFound' },
  ];
};

const ofOthers = ({ nobody }: Known): BadInput[] => [
  ...invalid('retryReceipt', { idempotencyKey: 'bad-retry', receiptId: nobody }, badKeys),
  { mutation: 'retryReceipt', bad: 'nobody\'s receipt', input: { idempotencyKey: 'bad-retry', receiptId: nobody }, type: 'NotFound' },
  ...['switchOffSavedMethod', 'switchOnSavedMethod', 'chooseDefaultSavedMethod'].map((mutation) => ({ mutation, bad: 'nobody\'s card', input: { savedMethodId: nobody }, type: 'NotFound' })),
];

/** Every mutation's bad inputs. `republishConfiguration` takes none; the test names it. */
export const badInputs = (known: Known): readonly BadInput[] => [...placeOrder(known), ...ofOrders(known), ...ofPayments(known), ...ofMerchants(known), ...ofOthers(known)];
