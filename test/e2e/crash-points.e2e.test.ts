import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playMainJob, type Shop } from '@paygraph/gateway/main-job/play';
import { readResult } from '@paygraph/gateway/main-job/result';
import { graphqlClient, patiently } from '@paygraph/gateway/stack/graphql-client';
import type { ServiceName } from '@paygraph/gateway/stack/schemas';
import { newId } from '@paygraph/shared/ids';
import { booksOf } from '../kit/books';
import { startTestStack, type TestStack } from '../kit/stack';

const everywhere = ['after-commit-before-publish', 'after-publish-before-ack', 'mid-consumer'];

/** Where the power goes. A number after # is the how manyth passing of the place. */
const crashes: readonly (readonly [ServiceName, string])[] = [
  ['payments', 'open_page:before-call'],
  ['payments', 'open_page:after-call-before-commit'],
  ['payments', 'capture:before-call'],
  ['payments', 'capture:after-call-before-commit'],
  ...everywhere.map((point) => ['payments', point] as const),
  ['fiscalization', 'receipt:before-call'],
  ['fiscalization', 'receipt:after-call-before-commit'],
  ['fiscalization', 'receipt:after-call-before-commit#4'],
  ...everywhere.map((point) => ['fiscalization', point] as const),
  ...everywhere.map((point) => ['orders-sync', point] as const),
  ['orders-sync', 'after-publish-before-ack#5'],
  ...everywhere.map((point) => ['tokens', point] as const),
];

const soldOnce = { chargedKopecks: 269_988, sold: { prepayment: 269_988, closing: 269_988 }, returned: 0, documents: 4, printedTwice: [] };

/** A buyer whose card nobody knows yet: one that is known is nothing new to tell. */
const withNewBuyer = async (shop: Shop): Promise<Shop> => {
  const customerId = newId();
  const customerToken = await shop.stack.token('CUSTOMER', { customerId });
  return { ...shop, customerId, customerToken, customer: graphqlClient(shop.stack.graphql, customerToken) };
};

describe.each(['payments', 'fiscalization', 'orders-sync', 'tokens'] as const)('%s', (victim) => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack({ apart: [victim] });
  }, 90_000);
  afterAll(() => stack.stop());

  it.each(crashes.filter(([name]) => name === victim))('%s killed at %s: the buyer is charged once and each receipt is printed once', async (name, point) => {
    const process = stack.processes.get(name);
    await process?.crashAt(point);
    const [played] = await Promise.all([playMainJob(await withNewBuyer(stack.shop), demoBasket(`${name}-${point}`), () => undefined), process?.crashed()]);
    const result = await readResult(stack.shop, played);
    expect(booksOf(stack.shop, played)).toEqual(soldOnce);
    expect(result.order).toMatchObject({ status: 'COMPLETED' });
    expect(result.ledgerBalanced).toBe(true);
  }, 120_000);
});

const configureWarehouse = 'mutation ($input: ConfigureWarehouseInput!) { configureWarehouse(input: $input) { __typename } }';
const listed = '{ warehouses(first: 100) { edges { node { id code } } } }';
type Listed = { warehouses: { edges: { node: { id: string; code: string } }[] } };

// No step of a purchase passes through this service: what it was told just before must not be lost with it.
describe('merchants', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack({ apart: ['merchants'] });
  }, 90_000);
  afterAll(() => stack.stop());

  it.each(['after-commit-before-publish', 'after-publish-before-ack'])('merchants killed at %s: a new warehouse is known to all, and is sold from once', async (code) => {
    const { shop, processes } = stack;
    const { merchant } = shop;
    await processes.get('merchants')?.crashAt(code);
    // The answer may go down with the process; whether the warehouse is there is asked afterwards.
    const input = { code, name: 'Новый склад', legalEntityId: merchant.legalEntityId };
    await Promise.all([shop.admin(configureWarehouse, { input }).catch(() => undefined), processes.get('merchants')?.crashed()]);
    const { warehouses } = await patiently(() => shop.admin<Listed>(listed));
    const added = warehouses.edges.find(({ node }) => node.code === code)?.node.id ?? 'none';
    const played = await playMainJob({ ...shop, merchant: { ...merchant, warehouses: [merchant.warehouses[0], added] } }, demoBasket(`merchants-${code}`), () => undefined);
    expect(booksOf(shop, played)).toEqual(soldOnce);
  }, 120_000);
});
