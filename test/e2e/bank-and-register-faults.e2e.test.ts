import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { playMainJob, type Played } from '@paygraph/gateway/main-job/play';
import { readResult } from '@paygraph/gateway/main-job/result';
import type { PayKeeperFaults } from '@paygraph/simulators/paykeeper/index';
import type { KassaFaults } from '@paygraph/simulators/paykeeper-kassa/index';
import { booksOf } from '../kit/books';
import { startTestStack, type TestStack } from '../kit/stack';

/** `stale`: the security token that the platform remembers is void, so that it has to ask for another. */
type Fault = Readonly<{ when: string; bank?: object; register?: object; stale?: true }>;

const print = '/change/receipt/print/';
const preview = '/change/invoice/preview/';
const capture = '/change/payment/capture/';
const once = (endpoint: string, value: unknown = true): object => ({ value, endpoint, times: 1 });

/** Each is switched on for one whole purchase. The bank and the register act in all of them; what is lost is the telling. */
const faults: readonly Fault[] = [
  { when: 'nothing fails' },
  { when: 'the notification comes twice', bank: { duplicateNotifications: 1 } },
  { when: 'the notification comes ten times at once', bank: { duplicateNotifications: 9 } },
  { when: 'the notification comes seconds late', bank: { delayNotificationsMs: 2_000 } },
  { when: 'the notification never comes', bank: { neverNotify: true } },
  { when: 'the answer to the invoice is lost', bank: { loseAnswer: once(preview) } },
  { when: 'the answer to the invoice is broken JSON', bank: { malformed: once(preview, 'json') } },
  { when: 'the bank hangs after it made the invoice', bank: { hang: once(preview, 'after') } },
  { when: 'the answer to the capture is lost', bank: { loseAnswer: once(capture) } },
  { when: 'the capture answers 500 after it acted', bank: { error5xxAfter: once(capture) } },
  { when: 'the capture answers 500 without acting', bank: { error5xx: once(capture) } },
  { when: 'the capture answers a page of HTML', bank: { malformed: once(capture, 'html') } },
  { when: 'the security token is rotated all the time', bank: { rotateToken: true }, stale: true },
  { when: 'the answer to a receipt is lost', register: { loseAnswer: { endpoint: print, times: 2 } } },
  { when: 'a receipt answers 500 after it was printed', register: { error5xxAfter: { endpoint: print, times: 2 } } },
  { when: 'a receipt answers 500 without printing', register: { error5xx: { endpoint: print, times: 2 } } },
  { when: 'a receipt answers nothing at all', register: { malformed: { value: 'empty', endpoint: print, times: 2 } } },
  { when: 'the register hangs after printing', register: { hang: { value: 'after', endpoint: print, times: 2 } } },
];

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
}, 60_000);
afterAll(() => stack.stop());

const clearFaults = (): void => {
  stack.shop.stack.simulators.paykeeper.control.clearFaults();
  stack.shop.stack.simulators.kassa.control.clearFaults();
};

/** How often each switched-on fault struck: one that never did would prove nothing. */
const strikes = async (): Promise<number[]> => {
  const { paykeeper, kassa } = stack.shop.stack.simulators;
  const answers = await Promise.all([paykeeper.url, kassa.url].map(async (url) => (await fetch(`${url}/__sim/faults`)).json() as Promise<{ faults: { fired: number }[] }>));
  return answers.flatMap(({ faults: rules }) => rules.map(({ fired }) => fired));
};

const purchase = async (number: string, { bank, register, stale }: Fault): Promise<Played> => {
  const { paykeeper, kassa } = stack.shop.stack.simulators;
  if (bank) paykeeper.control.setFaults(bank as Partial<PayKeeperFaults>);
  if (register) kassa.control.setFaults(register as Partial<KassaFaults>);
  if (stale) paykeeper.control.rotateToken();
  try {
    const played = await playMainJob(stack.shop, demoBasket(number), () => undefined);
    expect(Math.min(1, ...(await strikes()))).toBe(1);
    return played;
  } finally {
    clearFaults();
  }
};

describe('the buyer is charged once and each receipt is printed once', () => {
  it.each(faults.map((fault, index) => ({ ...fault, number: `FAULT-${index}` })))('when $when', async ({ number, ...fault }) => {
    const played = await purchase(number, fault);
    const result = await readResult(stack.shop, played);
    expect(booksOf(stack.shop, played)).toEqual({ chargedKopecks: 269_988, sold: { prepayment: 269_988, closing: 269_988 }, returned: 0, documents: 4, printedTwice: [] });
    expect(result.payments).toMatchObject([{ state: 'CAPTURED', captured: { amount: 269_988 } }]);
    expect(result.receipts.map((receipt) => (receipt as { state: string }).state)).toEqual(['REGISTERED', 'REGISTERED', 'REGISTERED', 'REGISTERED']);
    expect(result.ledgerBalanced).toBe(true);
  }, 60_000);
});
