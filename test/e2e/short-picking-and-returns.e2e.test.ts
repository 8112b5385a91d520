import { confirmPicking, type PlacedChild } from '@paygraph/gateway/main-job/actions';
import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { tellDelivery } from '@paygraph/gateway/main-job/outside';
import { readResult } from '@paygraph/gateway/main-job/result';
import { patiently } from '@paygraph/gateway/stack/graphql-client';
import { eventually } from '@paygraph/shared/testing/eventually';
import { booksOf } from '../kit/books';
import { startTestStack, type TestStack } from '../kit/stack';
import { capturedSale, heldSale, type Sale } from '../kit/story';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
}, 60_000);
afterAll(() => stack.stop());

/** What lies on a shelf: the delivery is no line for a picker. */
const goodsOf = (child: PlacedChild | undefined) => child?.lines.filter(({ kind }) => kind === 'GOODS') ?? [];

type Outcome = { outcome: { __typename: string; message?: string } };

const mutate = (name: string, input: object): Promise<Outcome['outcome']> => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const document = `mutation ($input: ${type}) { outcome: ${name}(input: $input) { __typename ... on Error { message } } }`;
  return patiently(async () => (await stack.shop.operator<Outcome>(document, { input })).outcome);
};

const handOver = async ({ order, watch }: Sale, children = order.children): Promise<void> => {
  for (const { number } of children) await tellDelivery(stack.shop.stack.simulators.delivery.url, number, 'handed_over');
  await watch.until('receipt.closing.registered', children.length);
};

const resultOf = (sale: Sale) => readResult(stack.shop, sale);

describe('a picker who has less than was ordered', () => {
  it('makes the buyer pay for what there is, with the receipts redone to it', async () => {
    const sale = await heldSale(stack.shop, demoBasket('SHORT-1'));
    const [north, south] = sale.order.children;
    const [tea, ...rest] = goodsOf(north);
    await confirmPicking(stack.shop.operator, north?.id ?? '', [{ lineId: tea?.id ?? '', quantityMilli: 1_000 }, ...rest.map(({ id, quantityMilli }) => ({ lineId: id, quantityMilli }))]);
    await confirmPicking(stack.shop.operator, south?.id ?? '');
    await sale.watch.until('payment.captured');
    await handOver(sale);
    sale.watch.stop();
    const { payments, ledgerBalanced } = await resultOf(sale);
    const { captured, released } = payments[0] as { captured: { amount: number }; released: { amount: number } };
    const books = booksOf(stack.shop, sale);
    expect(released.amount).toBeGreaterThan(0);
    expect(captured.amount + released.amount).toBe(269_988);
    expect(books.chargedKopecks).toBe(captured.amount);
    expect(books.sold.prepayment - books.returned).toBe(captured.amount);
    expect(books.sold.closing).toBe(captured.amount);
    expect(books.printedTwice).toEqual([]);
    expect(ledgerBalanced).toBe(true);
  }, 90_000);

  it('who has nothing at all gives the whole hold back, with receipts of the return', async () => {
    const sale = await heldSale(stack.shop, demoBasket('SHORT-2'));
    for (const child of sale.order.children) await confirmPicking(stack.shop.operator, child.id, goodsOf(child).map(({ id }) => ({ lineId: id, quantityMilli: 0 })));
    await sale.watch.until('payment.voided');
    await sale.watch.until('receipt.prepayment_refund.registered', 2);
    sale.watch.stop();
    expect(booksOf(stack.shop, sale)).toMatchObject({ chargedKopecks: 0, sold: { prepayment: 269_988, closing: 0 }, returned: 269_988, printedTwice: [] });
    expect((await resultOf(sale)).order).toMatchObject({ status: 'CANCELLED' });
  }, 90_000);
});

describe('goods that come back', () => {
  it('after the hand-over give their money back with a refund receipt', async () => {
    const sale = await capturedSale(stack.shop, demoBasket('RETURN-1'));
    await handOver(sale);
    const [, south] = sale.order.children;
    const cups = south?.lines[0];
    const answer = await mutate('requestReturn', { idempotencyKey: 'return-1', childOrderId: south?.id, lines: [{ lineId: cups?.id, quantityMilli: 1_000 }], reason: 'chipped' });
    expect(answer).toEqual({ __typename: 'RequestReturnSuccess' });
    await sale.watch.until('payment.refunded');
    await sale.watch.until('receipt.refund.registered');
    sale.watch.stop();
    const { payments, ledgerBalanced } = await resultOf(sale);
    const { refunded } = payments[0] as { refunded: { amount: number } };
    const books = booksOf(stack.shop, sale);
    expect(refunded.amount).toBeGreaterThan(0);
    expect(books).toMatchObject({ chargedKopecks: 269_988 - refunded.amount, returned: refunded.amount, printedTwice: [] });
    expect(ledgerBalanced).toBe(true);
  }, 90_000);
});

describe('an order that is called off', () => {
  it('before picking gives the hold back', async () => {
    const sale = await heldSale(stack.shop, demoBasket('CANCEL-1'));
    expect(await mutate('cancelOrder', { idempotencyKey: 'cancel-1', orderId: sale.order.id, reason: 'changed my mind' })).toEqual({ __typename: 'CancelOrderSuccess' });
    await sale.watch.until('payment.voided');
    await sale.watch.until('receipt.prepayment_refund.registered', 2);
    sale.watch.stop();
    expect(booksOf(stack.shop, sale)).toMatchObject({ chargedKopecks: 0, returned: 269_988, printedTwice: [] });
  }, 90_000);
});

describe('fifty refunds at once', () => {
  it('never give back more than was captured', async () => {
    const sale = await capturedSale(stack.shop, demoBasket('REFUND-50'));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => mutate('refundPayment', { idempotencyKey: `refund-50-${index}`, paymentId: sale.paymentId, amount: 20_000, reason: 'goodwill' })),
    );
    const taken = answers.filter(({ __typename }) => __typename === 'RefundPaymentSuccess').length;
    expect(taken).toBe(13);
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['RefundPaymentSuccess', 'AmountTooLarge']));
    await sale.watch.until('payment.refunded', taken, 60_000);
    await eventually(() => expect(booksOf(stack.shop, sale).returned).toBe(260_000), 60_000);
    sale.watch.stop();
    expect(booksOf(stack.shop, sale)).toMatchObject({ chargedKopecks: 9_988, printedTwice: [] });
    expect((await resultOf(sale)).ledgerBalanced).toBe(true);
  }, 150_000);
});
