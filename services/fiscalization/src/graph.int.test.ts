import { newId } from '@paygraph/shared/ids';
import { anOrder, type FiscalOrder, type OrderOptions } from './testing/fiscal-order';
import { openShop, type FiscalShop } from './testing/fiscal-shop';
import { fiscalWorld, type FiscalWorld } from './testing/fiscal-world';
import { expectReceipts } from './testing/receipts-of';

let world: FiscalWorld;
let shop: FiscalShop;
let stranger: FiscalShop;
const [customerId, vendorId] = [newId(), newId()];
beforeAll(async () => {
  world = await fiscalWorld();
  shop = await openShop(world);
  stranger = await openShop(world);
}, 60_000);
afterEach(() => shop.kassa.control.clearFaults());
afterAll(() => world.stop());

const ordered = async (options: Partial<OrderOptions> = {}): Promise<FiscalOrder> => {
  const order = anOrder(world, shop, { children: [[{ total: 50_000 }]], ...options });
  await order.place();
  await order.authorize();
  return order;
};
const printed = async (options: Partial<OrderOptions> = {}) => {
  const order = await ordered(options);
  const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 registered']);
  return { order, id: receipt?.id ?? '' };
};

const receiptQuery = `query ($id: ID!) { receipt(id: $id) { id kind state seq total { amount formatted } qr url problem overdueSince
  fiscal { fn fd fp registeredAt } lines { name quantityMilli price { amount } total { amount } vatCode vat { amount } } vatTotals { code amount { amount } }
  order { id receipts { id } } childOrder { id receipts { id } } payment { id } calls { operation outcome } } }`;
const ofOrder = `query ($id: ID!) { receiptsOfOrder(orderId: $id) { id problem calls { operation } } }`;
const retry = `mutation ($input: RetryReceiptInput!) { retryReceipt(input: $input) { __typename
  ... on RetryReceiptSuccess { receipt { id state } } ... on Error { code message } ... on ValidationFailed { field } ... on ReceiptNotFailed { state } } }`;

describe('a receipt in the graph', () => {
  it('shows its rows, its VAT, its fiscal attributes and what it belongs to', async () => {
    const { order, id } = await printed();
    const { data, errors } = await shop.ask(receiptQuery, { id });
    expect(errors).toBeUndefined();
    expect(data?.['receipt']).toMatchObject({
      id, kind: 'PREPAYMENT', state: 'REGISTERED', seq: 1, total: { amount: 50_000 }, problem: null,
      fiscal: { fn: '9999078900001341' },
      lines: [{ name: 'Товар 1', quantityMilli: 1_000, price: { amount: 50_000 }, total: { amount: 50_000 }, vatCode: 12, vat: { amount: 9_016 } }],
      vatTotals: [{ code: 12, amount: { amount: 9_016 } }],
      order: { id: order.orderId, receipts: [{ id }] },
      childOrder: { id: order.children[0]?.childOrderId, receipts: [{ id }] },
      payment: { id: order.paymentId },
    });
    expect(data?.['receipt']).toHaveProperty('calls', expect.arrayContaining([{ operation: 'print', outcome: 'in-progress' }]));
  }, 60_000);

  it('is seen by its buyer and its vendor, and by no other buyer, vendor or merchant', async () => {
    const { order, id } = await printed({ customerId, vendorId });
    const seenBy = async (asker: FiscalShop, who?: Parameters<FiscalShop['ask']>[2]) => {
      const { data } = await asker.ask(ofOrder, { id: order.orderId }, who);
      return (data?.['receiptsOfOrder'] as { id: string }[]).map((receipt) => receipt.id);
    };
    expect(await seenBy(shop, { role: 'CUSTOMER', customerId })).toEqual([id]);
    expect(await seenBy(shop, { role: 'VENDOR', vendorId })).toEqual([id]);
    expect(await seenBy(shop, { role: 'CUSTOMER', customerId: newId() })).toEqual([]);
    expect(await seenBy(shop, { role: 'CUSTOMER' })).toEqual([]);
    expect(await seenBy(shop, { role: 'VENDOR', vendorId: newId() })).toEqual([]);
    expect(await seenBy(stranger)).toEqual([]);
    const { data } = await stranger.ask(receiptQuery, { id });
    expect(data?.['receipt']).toBeNull();
  }, 60_000);

  it('keeps what went on with the register from the buyer', async () => {
    const { order } = await printed({ customerId });
    const { data } = await shop.ask(ofOrder, { id: order.orderId }, { role: 'CUSTOMER', customerId });
    expect(data?.['receiptsOfOrder']).toEqual([{ id: expect.any(String), problem: null, calls: [] }]);
  }, 60_000);

  it('is reached through an order by its key, again only by those who may', async () => {
    const { order, id } = await printed({ customerId });
    const query = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Order { receipts { id } } ... on Receipt { id } } }';
    const variables = { representations: [{ __typename: 'Order', id: order.orderId }, { __typename: 'Receipt', id }, { __typename: 'Order', id: 'no id' }] };
    expect((await shop.ask(query, variables)).data?.['_entities']).toEqual([{ receipts: [{ id }] }, { id }, { receipts: [] }]);
    const others = await shop.ask(query, variables, { role: 'CUSTOMER', customerId: newId() });
    expect(others.data?.['_entities']).toEqual([{ receipts: [] }, null, { receipts: [] }]);
  }, 60_000);

  it('is listed newest first in pages that neither skip nor repeat', async () => {
    const list = 'query ($after: String) { receipts(first: 2, after: $after) { edges { node { id plannedAt } } pageInfo { hasNextPage endCursor } } }';
    await printed();
    await printed();
    type Page = { edges: { node: { id: string; plannedAt: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const seen: Page['edges'] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = (await shop.ask(list, { after })).data?.['receipts'] as Page;
      seen.push(...page.edges);
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    const [count] = await world.kit.asOwner<{ n: string }>('SELECT count(*) AS n FROM fiscalization.receipt WHERE merchant_id = $1', [shop.merchantId]);
    expect(new Set(seen.map(({ node }) => node.id)).size).toBe(Number(count?.n));
    expect(seen.map(({ node }) => node.plannedAt)).toEqual(seen.map(({ node }) => node.plannedAt).sort().reverse());
    expect((await shop.ask(list, {}, { role: 'CUSTOMER', customerId })).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await shop.ask(list, { after: Buffer.from('["x","y"]').toString('base64url') })).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_PAGE' });
  }, 60_000);
});

describe('a failed receipt', () => {
  const failed = async (options: Partial<OrderOptions> = {}) => {
    const order = await ordered(options);
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 failed']);
    return { order, receipt, id: receipt?.id ?? '' };
  };
  const retried = async (input: object, who?: Parameters<FiscalShop['ask']>[2]) => (await shop.ask(retry, { input }, who)).data?.['retryReceipt'];

  it('is printed once after a retry, under a new key since the register itself declared the old one failed', async () => {
    shop.kassa.control.setFaults({ failReceipts: { value: 'Нет бумаги', times: 1 } });
    const { order, id, receipt } = await failed();
    expect(receipt?.problem).toBe('Нет бумаги');
    expect(await retried({ receiptId: id, idempotencyKey: 'again' })).toEqual({ __typename: 'RetryReceiptSuccess', receipt: { id, state: 'PLANNED' } });
    const [after] = await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    const { printedByKey } = shop.kassa.control.books();
    expect([printedByKey[id], printedByKey[after?.print_key ?? '']]).toEqual([undefined, 1]);
  }, 60_000);

  it('holds back the rest of its child order until it is retried', async () => {
    shop.kassa.control.setFaults({ failReceipts: { value: true, times: 1 } });
    const { order, id } = await failed();
    await order.capture();
    await order.handOver();
    await expectReceipts(world, order, ['0 prepayment 50000 failed', '0 closing 50000 planned']);
    await retried({ receiptId: id, idempotencyKey: newId() });
    await expectReceipts(world, order, ['0 prepayment 50000 registered', '0 closing 50000 registered']);
  }, 60_000);

  it('for want of a contact is printed to the contact that the operator gives', async () => {
    const { order, id, receipt } = await failed({ contact: { phone: '12' } });
    expect(receipt?.problem).toContain('1008');
    expect(await retried({ receiptId: id, idempotencyKey: 'k1', contact: 'nobody' })).toMatchObject({ __typename: 'ValidationFailed', field: 'contact' });
    expect(await retried({ receiptId: id, idempotencyKey: 'k1', contact: '+79990000000' })).toMatchObject({ __typename: 'RetryReceiptSuccess' });
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    const secrets = await world.kit.asOwner("SELECT id FROM fiscalization.receipt WHERE to_jsonb(receipt)::text LIKE '%79990000000%'");
    expect(secrets).toEqual([]);
  }, 60_000);

  it('is retried once for a key, by staff only, and only while it is failed', async () => {
    shop.kassa.control.setFaults({ failReceipts: true });
    const { order, id } = await failed();
    shop.kassa.control.clearFaults();
    expect(await retried({ receiptId: id, idempotencyKey: 'once' }, { role: 'CUSTOMER', customerId })).toMatchObject({ __typename: 'Forbidden' });
    expect(await retried({ receiptId: newId(), idempotencyKey: 'once' })).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
    expect(await retried({ receiptId: id, idempotencyKey: 'once' })).toMatchObject({ __typename: 'RetryReceiptSuccess' });
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
    expect(await retried({ receiptId: id, idempotencyKey: 'once' })).toMatchObject({ __typename: 'RetryReceiptSuccess', receipt: { state: 'REGISTERED' } });
    expect(await retried({ receiptId: newId(), idempotencyKey: 'once' })).toMatchObject({ __typename: 'IdempotencyConflict' });
    expect(await retried({ receiptId: id, idempotencyKey: 'twice' })).toMatchObject({ __typename: 'ReceiptNotFailed', state: 'REGISTERED' });
  }, 60_000);

  it('is not one that is still being asked for', async () => {
    shop.kassa.control.setFaults({ loseAnswer: { endpoint: '/change/receipt/print/', times: 1 }, error5xx: { endpoint: '/info/receipts/bypaymentid/' } });
    const order = await ordered();
    const [receipt] = await expectReceipts(world, order, ['0 prepayment 50000 unknown']);
    expect(await retried({ receiptId: receipt?.id, idempotencyKey: newId() })).toMatchObject({ __typename: 'ReceiptNotFailed', state: 'UNKNOWN' });
    shop.kassa.control.clearFaults();
    await expectReceipts(world, order, ['0 prepayment 50000 registered']);
  }, 60_000);

  it('of a line sold as an agent says what to do, because the names of agent fields are not published', async () => {
    const agent = { sign: 'commission_agent', supplierName: 'ООО Поставщик', supplierInn: '7725713770', supplierPhones: [] } as const;
    const { receipt } = await failed({ children: [[{ total: 50_000, agent: { ...agent, supplierPhones: [] } }]] });
    expect(receipt?.problem).toContain('agent');
  }, 60_000);
});
