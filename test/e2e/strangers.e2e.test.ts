import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isObjectType, type GraphQLObjectType } from 'graphql';
import { serviceNames, type ServiceName } from '@paygraph/gateway/stack/schemas';
import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { askDirectly, type Somebody } from '../kit/direct';
import { sellWithVendor, type Landmarks } from '../kit/landmarks';
import { root } from '../kit/root';
import { everythingOf } from '../kit/selection';
import { startTestStack, type TestStack } from '../kit/stack';
import { readStumbling } from '../kit/stumbling-reader';

let stack: TestStack;
let known: Landmarks;
beforeAll(async () => {
  stack = await startTestStack();
  known = await sellWithVendor(stack.shop, 'STRANGERS-1');
}, 120_000);
afterAll(() => stack.stop());

type What = keyof Landmarks;
type Stranger = Somebody & Readonly<{ who: string }>;

const strangers: readonly Stranger[] = [
  { who: 'the administrator of another merchant', role: 'ADMIN', merchantId: newId() },
  { who: 'the buyer with the same id at another merchant', role: 'CUSTOMER', merchantId: newId() },
  { who: 'another buyer', role: 'CUSTOMER', customerId: newId() },
  { who: 'another vendor', role: 'VENDOR', vendorId: newId() },
];
const claimsOf = ({ who: _who, ...claims }: Stranger): Somebody => (claims.role === 'CUSTOMER' ? { customerId: stack.shop.customerId, ...claims } : claims);

const supergraph = buildSchema(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'), { assumeValid: true });

/** Fields that take an id of something, and whose it is. */
const byId: Readonly<Record<string, { what: What; argument?: string }>> = {
  order: { what: 'order' }, orderByNumber: { what: 'number', argument: 'number: $id' }, childOrder: { what: 'child' },
  payment: { what: 'payment' }, paymentsOfOrder: { what: 'order', argument: 'orderId: $id' },
  explainRouting: { what: 'order', argument: 'orderId: $id, method: CARD' }, availablePaymentMethods: { what: 'order', argument: 'orderId: $id' },
  receipt: { what: 'receipt' }, receiptsOfOrder: { what: 'order', argument: 'orderId: $id' }, legalEntity: { what: 'legalEntity' },
};
const lists = ['orders', 'payments', 'receipts', 'savedMethods', 'merchant', 'legalEntities', 'vendors', 'warehouses', 'contracts', 'cashRegisters', 'platforms', 'banks', 'routing', 'taxSettings', 'ledgerBalances', 'statusMapping'];

const send = async (token: string, query: string, variables: object = {}): Promise<string> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(stack.shop.stack.graphql, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).text();
};
const tokenOf = async (stranger: Stranger): Promise<string> => {
  const { role, ...claims } = claimsOf(stranger);
  return stack.shop.stack.token(role, claims);
};

const typeOf = (field: string): GraphQLObjectType | undefined => {
  const type = supergraph.getType(String(supergraph.getQueryType()?.getFields()[field]?.type).replace(/[[\]!]/g, ''));
  return isObjectType(type) ? type : undefined;
};
const questionOf = (field: string): string => {
  const type = typeOf(field);
  const argument = byId[field] ? `(${byId[field].argument ?? 'id: $id'})` : '';
  const variable = argument.includes('number') ? 'String!' : 'ID!';
  return `query ${argument ? `($id: ${variable})` : ''} { ${field}${argument} { ${type ? everythingOf(type, 2) : '__typename'} } }`;
};

/** Asks for what is there and for what nobody has; the two answers, with the ids taken out. */
const twins = async (ask: (id: string) => Promise<string>, id: string): Promise<[string, string]> => {
  const nobodys = newId();
  const [real, none] = await Promise.all([ask(id), ask(nobodys)]);
  return [real.replaceAll(id, '<id>'), none.replaceAll(nobodys, '<id>')];
};

describe('every query of the graph', () => {
  it('is in one of the two tables of this test', () => {
    expect(Object.keys(supergraph.getQueryType()?.getFields() ?? {}).sort()).toEqual([...Object.keys(byId), ...lists].sort());
  });

  it.each(Object.entries(byId))('%s answers its owner', async (field, { what }) => {
    const answer = await send(await stack.shop.stack.token('ADMIN'), questionOf(field), { id: known[what] });
    expect(answer).not.toContain('errors');
    expect(answer).toMatch(new RegExp(`"${known[what]}"|"__typename":"(Payment|Receipt|RoutingDecision|AvailablePaymentMethod)"`));
  });
});

describe.each(strangers)('to $who', (stranger) => {
  it.each(Object.entries(byId))('%s says the same as of what nobody has', async (field, { what }) => {
    const token = await tokenOf(stranger);
    const [real, none] = await twins((id) => send(token, questionOf(field), { id }), known[what]);
    expect(real).toBe(none);
    expect(real).toMatch(/:null|:\[\]|FORBIDDEN/);
  });

  it.each(lists)('%s shows nothing of it', async (field) => {
    const answer = await send(await tokenOf(stranger), questionOf(field));
    const isOfMerchant = claimsOf(stranger).merchantId === undefined;
    const personal: What[] = ['order', 'number', 'child', 'vendorChild', 'payment', 'receipt', 'savedMethod'];
    const hidden = isOfMerchant ? personal : (Object.keys(known) as What[]);
    expect(hidden.filter((what) => answer.includes(known[what]))).toEqual([]);
    expect(answer).not.toContain('INTERNAL');
  });

  it('the order cannot be watched, and the refusal is that of an order which nobody has', async () => {
    const { ws, sse } = stack.shop.stack;
    const address = { ws, sse, token: await tokenOf(stranger) };
    const watch = async (orderId: string): Promise<string> => {
      const reader = readStumbling('SSE', address, { query: 'subscription ($orderId: ID!, $after: String) { orderTimeline(orderId: $orderId, after: $after) { cursor seq } }', variables: { orderId } });
      await eventually(() => expect(reader.complaints).not.toEqual([]));
      reader.stop();
      expect(reader.entries).toEqual([]);
      return JSON.stringify(reader.complaints[0]);
    };
    const [real, none] = await twins(watch, known.order);
    expect(real).toBe(none);
    expect(real).toContain('NOT_FOUND');
  });
});

const actions: readonly (readonly [mutation: string, what: What, input: (id: string) => object])[] = [
  ['cancelOrder', 'order', (orderId) => ({ orderId, reason: 'x' })],
  ['confirmPicking', 'vendorChild', (childOrderId) => ({ childOrderId, full: true })],
  ['requestReturn', 'child', (childOrderId) => ({ childOrderId, reason: 'x', lines: [{ lineId: newId(), quantityMilli: 1_000 }] })],
  ['recordDelivery', 'child', (childOrderId) => ({ childOrderId, kind: 'LOST' })],
  ['startPayment', 'order', (orderId) => ({ orderId, method: 'CARD' })],
  ['capturePayment', 'payment', (paymentId) => ({ paymentId })],
  ['voidPayment', 'payment', (paymentId) => ({ paymentId })],
  ['refundPayment', 'payment', (paymentId) => ({ paymentId, reason: 'x' })],
  ['settleOperation', 'payment', (paymentId) => ({ paymentId, operationId: newId(), outcome: 'FAILED', reason: 'x' })],
  ['retryReceipt', 'receipt', (receiptId) => ({ receiptId })],
  ['switchOffSavedMethod', 'savedMethod', (savedMethodId) => ({ savedMethodId })],
  ['switchOnSavedMethod', 'savedMethod', (savedMethodId) => ({ savedMethodId })],
  ['chooseDefaultSavedMethod', 'savedMethod', (savedMethodId) => ({ savedMethodId })],
  ['configureWarehouse', 'legalEntity', (legalEntityId) => ({ code: 'X', name: 'X', legalEntityId })],
  ['configureWarehouse', 'warehouse', (id) => ({ id, code: 'X', name: 'X', legalEntityId: newId() })],
  ['configureVendor', 'vendor', (id) => ({ id, name: 'X' })],
  ['configureVendor', 'legalEntity', (legalEntityId) => ({ name: 'X', legalEntityId })],
  ['configureLegalEntity', 'legalEntity', (id) => ({ id, name: 'X', inn: '7727401209', taxationSystem: 'OSN', defaultVat: 'STANDARD', receiptSenderEmail: 'x@example.com' })],
];

describe.each(strangers)('by $who', (stranger) => {
  it.each(actions)('%s of a foreign %s is refused as of one which nobody has', async (mutation, what, input) => {
    const token = await tokenOf(stranger);
    const name = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
    const hasKey = supergraph.getType(`${name}Input`)?.toConfig().astNode;
    const query = `mutation ($input: ${name}Input!) { outcome: ${mutation}(input: $input) { __typename ... on Error { code message } } }`;
    const key = JSON.stringify(hasKey).includes('idempotencyKey') ? { idempotencyKey: newId() } : {};
    const [real, none] = await twins((id) => send(token, query, { input: { ...input(id), ...key } }), known[what]);
    expect(real).toBe(none);
    expect(real).toMatch(/"__typename":"(NotFound|Forbidden)"|"__typename":"NotReadyYet"/);
  }, 20_000);
});

/** The entities that a subgraph answers for by their key, and whose id stands for each. */
const entities: Readonly<Record<string, What>> = {
  Order: 'order', ChildOrder: 'child', Payment: 'payment', Receipt: 'receipt', SavedMethod: 'savedMethod',
  Merchant: 'merchant', LegalEntity: 'legalEntity', Vendor: 'vendor', Warehouse: 'warehouse', Contract: 'contract', CashRegister: 'cashRegister',
};
/** What a buyer or vendor of the merchant reaches through an order anyway: who sells, and from where. */
const openWithinMerchant = ['Merchant', 'LegalEntity', 'Vendor', 'Warehouse'];

const subgraphs = serviceNames.flatMap((service) => {
  const schema = buildSchema(`${readFileSync(join(root, `schema/subgraphs/${service}.graphql`), 'utf8')}`, { assumeValid: true });
  const resolvable = Object.values(schema.getTypeMap()).filter(isObjectType).filter(({ astNode }) => {
    const key = astNode?.directives?.find(({ name }) => name.value === 'key');
    return key && !key.arguments?.some(({ name }) => name.value === 'resolvable');
  });
  return resolvable.map((type) => ({ service, type }));
});

const entity = ({ service, type }: { service: ServiceName; type: GraphQLObjectType }, id: string, who?: Somebody) => {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type.name} { ${everythingOf(type, 2)} } } }`;
  return askDirectly(stack.shop.stack, service, { body: { query, variables: { r: [{ __typename: type.name, id }] } }, who });
};

describe.each(subgraphs.map((one) => ({ ...one, name: `${one.service}: ${one.type.name}` })))('straight at $name', (subgraph) => {
  const what = entities[subgraph.type.name];
  const id = (): string => (what ? known[what] : '');

  it('the administrator finds it, so that its hiding is not for lack of it', async () => {
    const { status, body } = await entity(subgraph, id(), { role: 'ADMIN' });
    expect([status, body.errors, JSON.stringify(body.data)]).toEqual([200, undefined, expect.stringContaining(id())]);
  });

  it('nobody is answered without an identity that was signed for this subgraph', async () => {
    const { stack: { services }, customerToken } = stack.shop;
    const body = { query: '{ __typename }' };
    const elsewhere = serviceNames.find((name) => name !== subgraph.service) ?? subgraph.service;
    const misdirected = { ...stack.shop.stack, services: { ...services, [elsewhere]: services[subgraph.service] } };
    const statuses = await Promise.all([
      askDirectly(stack.shop.stack, subgraph.service, { body }),
      askDirectly(stack.shop.stack, subgraph.service, { body, headers: { authorization: `Bearer ${customerToken}` } }),
      askDirectly(misdirected, elsewhere, { body, who: { role: 'ADMIN' } }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it.each(strangers)('$who gets what one gets for an id which nobody has', async (stranger) => {
    const who = claimsOf(stranger);
    if (who.merchantId === undefined && openWithinMerchant.includes(subgraph.type.name)) return expect(what).toBeDefined();
    const [real, none] = await twins(async (asked) => JSON.stringify((await entity(subgraph, asked, who)).body), id());
    expect(real).toBe(none);
  });
});

describe('a vendor', () => {
  it('sees of the order its own child order, its own receipts and its own sum, and no payment', async () => {
    const token = await stack.shop.stack.token('VENDOR', { vendorId: known.vendor });
    const answer = JSON.parse(await send(token, `query ($id: ID!) { order(id: $id) { customerId total { amount } children { id total { amount } vendor { id } } receipts { childOrder { id } } timeline(first: 100) { edges { node { childOrder { id } } } } payments { id } } }`, { id: known.order })) as {
      data: { order: { customerId: null; total: { amount: number }; children: { id: string; total: { amount: number } }[]; receipts: { childOrder: { id: string } }[]; payments: object[]; timeline: { edges: { node: { childOrder: { id: string } | null } }[] } } };
    };
    const { order } = answer.data;
    expect(order).toMatchObject({ customerId: null, children: [{ id: known.vendorChild, vendor: { id: known.vendor } }], payments: [] });
    expect(order.total.amount).toBe(order.children[0]?.total.amount);
    expect(order.receipts).toEqual([{ childOrder: { id: known.vendorChild } }, { childOrder: { id: known.vendorChild } }]);
    expect(new Set(order.timeline.edges.map(({ node }) => node.childOrder?.id))).toEqual(new Set([known.vendorChild]));
  });

  it('does not find the child order, the receipts and the cards of others', async () => {
    const token = await stack.shop.stack.token('VENDOR', { vendorId: known.vendor });
    for (const [field, what] of [['childOrder', 'child'], ['receipt', 'receipt'], ['payment', 'payment']] as const) {
      const [real, none] = await twins((id) => send(token, questionOf(field), { id }), known[what]);
      expect(real).toBe(none);
    }
  });

  it('watches only what concerns its own child order', async () => {
    const { ws, sse } = stack.shop.stack;
    const query = 'subscription ($orderId: ID!, $after: String) { orderTimeline(orderId: $orderId, after: $after) { cursor seq orderId kind childOrder { id } } }';
    const reader = readStumbling('WebSocket', { ws, sse, token: await stack.shop.stack.token('VENDOR', { vendorId: known.vendor }) }, { query, variables: { orderId: known.order } });
    await eventually(() => expect(reader.entries.map(({ kind }) => kind)).toContain('receipt.closing.registered'));
    reader.stop();
    expect(new Set(reader.entries.map((entry) => (entry['childOrder'] as { id: string } | null)?.id))).toEqual(new Set([known.vendorChild]));
  });
});
