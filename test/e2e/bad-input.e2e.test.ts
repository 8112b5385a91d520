import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getNullableType, isUnionType, type GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { newId } from '@paygraph/shared/ids';
import type { Role } from '@paygraph/shared/identity';
import { badInputs, type BadInput } from '../kit/bad-inputs';
import { root } from '../kit/root';
import { startTestStack, type TestStack } from '../kit/stack';
import { capturedSale, heldSale, type Sale } from '../kit/story';

const sdl = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
const schema: GraphQLSchema = buildSchema(sdl, { assumeValid: true });
const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});

let stack: TestStack;
let sale: Sale;
let rows: readonly BadInput[];
const tokens: Partial<Record<Role, string>> = {};

beforeAll(async () => {
  stack = await startTestStack();
  sale = await capturedSale(stack.shop, demoBasket('BAD-INPUT'));
  sale.watch.stop();
  const held = await heldSale(stack.shop, demoBasket('BAD-INPUT-HELD'));
  held.watch.stop();
  rows = badInputs({ merchant: stack.shop.merchant, held, captured: sale, nobody: newId() });
  for (const role of ['ADMIN', 'CUSTOMER', 'VENDOR'] as const) tokens[role] = await stack.shop.stack.token(role, { customerId: stack.shop.customerId, vendorId: newId() });
}, 90_000);
afterAll(() => stack.stop());

type Answer = Readonly<{ status: number; body: { data?: { outcome: { __typename: string; code?: string; message?: string; field?: string } } | null; errors?: { message: string; extensions?: { code?: string } }[] } }>;

const send = async (body: unknown, token: string | undefined): Promise<Answer> => {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const response = await fetch(stack.shop.stack.graphql, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};

const operation = (mutation: string): string => {
  const field = schema.getMutationType()?.getFields()[mutation];
  const input = field?.args[0];
  const union = getNullableType(field?.type);
  const names = isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
  const members = `__typename ... on Error { code message } ${names.includes('ValidationFailed') ? '... on ValidationFailed { field }' : ''}`;
  return input ? `mutation M($input: ${String(input.type)}) { outcome: ${mutation}(input: $input) { ${members} } }` : `mutation M { outcome: ${mutation} { ${members} } }`;
};

const ask = (mutation: string, input: unknown, token: string | undefined): Promise<Answer> => send({ query: operation(mutation), variables: { input } }, token);

/** How many rows every table of every service has; bookkeeping of the bus and of workers aside. */
const countRows = async (): Promise<Record<string, string>> => {
  const client = new Client({ connectionString: stack.shop.stack.world.ownerUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('merchants', 'tokens', 'payments', 'fiscalization', 'orders_sync') AND tablename NOT IN ('due_work', 'outbox', 'provider_call', 'register_call')`,
    );
    const counts: Record<string, string> = {};
    for (const { name } of tables) counts[name] = (await client.query<{ count: string }>(`SELECT count(*) FROM ${name}`)).rows[0]?.count ?? '';
    return counts;
  } finally {
    await client.end();
  }
};

const forBuyers = ['startPayment', 'switchOffSavedMethod', 'switchOnSavedMethod', 'chooseDefaultSavedMethod'];
const forStaff = ['placeOrder', 'confirmPicking', 'cancelOrder', 'requestReturn', 'recordDelivery', 'startPayment', 'capturePayment', 'voidPayment', 'refundPayment'];
/** What a role other than the administrator's may do; the rest is forbidden to it. */
const allowed: Readonly<Partial<Record<Role, readonly string[]>>> = {
  CUSTOMER: forBuyers,
  VENDOR: ['confirmPicking'],
  OPERATOR: [...forStaff, 'retryReceipt'],
  INTEGRATION: forStaff,
};
const mayUse = (role: Role, mutation: string): boolean => allowed[role]?.includes(mutation) ?? false;

describe('bad input', () => {
  it('of every mutation is tried', () => {
    const tried = new Set([...rows.map(({ mutation }) => mutation), 'republishConfiguration']);
    expect(mutations.filter((name) => !tried.has(name))).toEqual([]);
  });

  it('gets a typed error that names the field, and changes nothing', async () => {
    const before = await countRows();
    const wrong: unknown[] = [];
    for (const { mutation, bad, input, type, field } of rows) {
      const { status, body } = await ask(mutation, input, tokens.ADMIN);
      const outcome = body.data?.outcome;
      const isAsTold = status === 200 && outcome?.__typename === type && (field === undefined || outcome.field === field) && (outcome.message ?? '').length > 0;
      if (!isAsTold) wrong.push({ mutation, bad, expected: [type, field], status, outcome, errors: body.errors });
    }
    expect(wrong).toEqual([]);
    expect(await countRows()).toEqual(before);
  }, 60_000);

  it.each(['CUSTOMER', 'VENDOR', 'OPERATOR', 'INTEGRATION'] as const)('by %s is refused as forbidden where the role may not do it at all, and changes nothing', async (role) => {
    const before = await countRows();
    const token = await stack.shop.stack.token(role, { customerId: stack.shop.customerId, vendorId: newId() });
    const forbidden: string[] = [];
    for (const mutation of mutations) {
      const { body } = await ask(mutation, rows.find((row) => row.mutation === mutation)?.input, token);
      expect([mutation, body.errors]).toEqual([mutation, undefined]);
      if (body.data?.outcome.__typename === 'Forbidden') forbidden.push(mutation);
    }
    expect(forbidden.sort()).toEqual(mutations.filter((mutation) => !mayUse(role, mutation)).sort());
    expect(await countRows()).toEqual(before);
  }, 60_000);

  it('with no token, an expired one or a forged one is refused before anything is read', async () => {
    const expired = await stack.shop.stack.token('ADMIN', { lifeSeconds: -60 });
    const forged = `${(tokens.ADMIN ?? '').slice(0, -8)}AAAAAAAA`;
    for (const token of [undefined, expired, forged, 'nonsense']) {
      for (const mutation of mutations) expect([mutation, (await ask(mutation, {}, token)).status]).toEqual([mutation, 401]);
    }
  }, 60_000);

  it('that is no amount at all is said to be none, never an internal error', async () => {
    const query = operation('refundPayment');
    const refund = { idempotencyKey: 'wire', paymentId: sale.paymentId, reason: 'no' };
    for (const amount of [1.5, '1e3', 'abc', 2 ** 53, {}, [1], true]) {
      const { body } = await send({ query, variables: { input: { ...refund, amount } } }, tokens.ADMIN);
      expect([amount, body.errors?.[0]?.extensions?.code, body.data?.outcome.__typename]).toEqual([amount, expect.stringMatching(/^BAD_(AMOUNT|USER_INPUT)$/), undefined]);
    }
  });

  it('in a text with U+0000 is refused as such', async () => {
    const { status, body } = await ask('cancelOrder', { idempotencyKey: 'nul', orderId: sale.order.id, reason: 'a\u0000b' }, tokens.ADMIN);
    expect(JSON.stringify([status, body])).not.toContain('INTERNAL_SERVER_ERROR');
    expect(body.data?.outcome.__typename).not.toBe('CancelOrderSuccess');
  });

  it('under a key that was used with other content is a conflict', async () => {
    const first = { idempotencyKey: 'one-key', paymentId: sale.paymentId, amount: 100, reason: 'goodwill' };
    expect((await ask('refundPayment', first, tokens.ADMIN)).body.data?.outcome.__typename).toBe('RefundPaymentSuccess');
    expect((await ask('refundPayment', first, tokens.ADMIN)).body.data?.outcome.__typename).toBe('RefundPaymentSuccess');
    expect((await ask('refundPayment', { ...first, amount: 200 }, tokens.ADMIN)).body.data?.outcome.__typename).toBe('IdempotencyConflict');
    const { payments } = (await stack.shop.admin<{ order: { payments: { refunded: { amount: number }; refundPending: { amount: number } }[] } }>(
      'query ($id: ID!) { order(id: $id) { payments { refunded { amount } refundPending { amount } } } }', { id: sale.order.id },
    )).order;
    expect((payments[0]?.refunded.amount ?? 0) + (payments[0]?.refundPending.amount ?? 0)).toBe(100);
  });
});
