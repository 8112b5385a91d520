import { placeOrder, startPayment } from '@paygraph/gateway/main-job/actions';
import { demoBasket } from '@paygraph/gateway/main-job/basket';
import { payAsBuyer } from '@paygraph/gateway/main-job/outside';
import { playPlaced } from '@paygraph/gateway/main-job/play';
import { serviceNames } from '@paygraph/gateway/stack/schemas';
import { eventually } from '@paygraph/shared/testing/eventually';
import { startGatewayProcess } from '../kit/gateway-process';
import { findIn, findInTables, judge, type ByDesign, type Canaries } from '../kit/leaks';
import type { ServiceProcess } from '../kit/service-process';
import { startSpanCollector, type SpanCollector } from '../kit/span-collector';
import { startTestStack, type TestStack } from '../kit/stack';

const contact = { email: 'a.canary@secret-shopper.example', phone: '+79165550199' };
const holder = 'ANNA CARDHOLDEROVA';
const cardNumber = '4276380012345672';
const typed = { password: 'canary-typed-password-1', secret: 'canary-typed-secret-1-long-enough-for-a-platform' };

let stack: TestStack;
let gateway: ServiceProcess;
let collector: SpanCollector;
let canaries: Canaries;
const answers: string[] = [];

// What the bank sent is kept as it came, for disputes: behind row-level security, out of the graph, never published.
const byDesign: readonly ByDesign[] = [
  { table: 'payments.provider_notification', holds: ['the buyer\'s e-mail', 'the buyer\'s phone', 'the holder of the card', 'the reference of the saved card'], because: 'the raw notification of the bank' },
];

/** Past the stack's own gateway, through the one that runs as in production; the answer is kept. */
const ask = async (token: string, query: string, variables: object = {}): Promise<string> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const answer = await (await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).text();
  answers.push(answer);
  return answer;
};

const mutate = (token: string, name: string, input: object): Promise<string> => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  return ask(token, `mutation ($input: ${type}) { outcome: ${name}(input: $input) { __typename ... on Error { code message } } }`, { input });
};

/** A purchase in which the bank and the register fail in every way that is told to somebody. */
const buyWithFailures = async (): Promise<{ orderId: string; paymentId: string }> => {
  const { shop } = stack;
  const { paykeeper, kassa, delivery } = shop.stack.simulators;
  paykeeper.control.setFaults({ malformed: { value: 'html', endpoint: '/change/invoice/preview/', times: 1 }, loseAnswer: { endpoint: '/change/payment/capture/', times: 1 } });
  kassa.control.setFaults({ error5xxAfter: { endpoint: '/change/receipt/print/', times: 1 }, malformed: { value: 'html', endpoint: '/change/receipt/print/', times: 1 } });
  delivery.control.setFaults({ wrongSignature: { value: true, times: 1 } });
  const order = await placeOrder(shop.integration, { basket: demoBasket('SECRET-1'), merchant: shop.merchant, customerId: shop.customerId, contact });
  const { paymentId } = await playPlaced(shop, order, () => undefined);
  return { orderId: order.id, paymentId };
};

const declined = async (): Promise<void> => {
  const { shop } = stack;
  const order = await placeOrder(shop.integration, { basket: demoBasket('SECRET-2'), merchant: shop.merchant, customerId: shop.customerId, contact });
  const payment = await startPayment(shop.customer, order.id);
  await payAsBuyer(shop.stack.simulators.paykeeper.url, payment.pageUrl ?? '', { card: { holder }, saveCard: true });
  await eventually(async () => expect(await ask(await shop.stack.token('ADMIN'), '{ payments(state: AUTHORIZED) { edges { node { id } } } }')).toContain(payment.id), 20_000);
};

/** Requests that are wrong, each with something in it that must not come back. */
const askWrongly = async (admin: string): Promise<void> => {
  const { legalEntityId } = stack.shop.merchant;
  const credentials = [{ name: 'login', value: 'canary' }, { name: 'password', value: typed.password }, { name: 'secretWord', value: typed.secret }];
  await mutate(admin, 'configureContract', { legalEntityId, name: 'Wrong', provider: 'paykeeper', baseUrl: 'ftp://nowhere', credentials });
  await mutate(admin, 'configureContract', { legalEntityId, name: 'Wrong', provider: 'paykeeper', baseUrl: 'https://x.server.paykeeper.ru', credentials: [...credentials, { name: typed.password, value: typed.secret }] });
  await mutate(admin, 'configureCashRegister', { legalEntityId, name: typed.password, connector: typed.secret, baseUrl: 'https://x.server.paykeeper.ru', credentials });
  await mutate(admin, 'configurePlatform', { kind: typed.secret, name: 'Wrong', secret: typed.secret });
  await mutate(admin, 'configurePlatform', { name: 'Without a kind', secret: typed.secret });
  await ask(admin, `mutation { configurePlatform(input: { kind: "${typed.secret}", name: "Wrong", secret: "${typed.secret}" }) { __typename } }`);
  await mutate(admin, 'refundPayment', { idempotencyKey: 'canary', paymentId: 'x', reason: `card ${cardNumber}` });
  await mutate(`${admin.slice(0, -6)}AAAAAA`, 'refundPayment', {});
};

const refusedWebhooks = async (): Promise<void> => {
  const { stack: { services, simulators, merchantId }, merchant } = stack.shop;
  const form = new URLSearchParams({ id: '1', sum: '1.00', clientid: contact.email, client_phone: contact.phone, orderid: 'x', key: 'f'.repeat(32) }).toString();
  const send = async (url: string, body: string, headers: Record<string, string> = {}): Promise<void> => {
    answers.push(await (await fetch(url, { method: 'POST', body, headers })).text());
  };
  const bank = `${services.payments.url}/webhooks/paykeeper/${merchantId}`;
  await send(`${bank}/${merchant.contractId}`, form, { 'content-type': 'application/x-www-form-urlencoded' });
  await send(`${bank}/${simulators.paykeeper.secret}`, form, { 'content-type': 'application/x-www-form-urlencoded' });
  await send(`${services['orders-sync'].url}/webhooks/delivery/${merchantId}/${merchant.platformId}`, `{"signalId": "${typed.secret}`, { 'x-signature': simulators.delivery.secret });
};

/** All that the merchant's own staff can read about the purchase: what was said to the bank and to the register is masked there too. */
const everythingRead = /* GraphQL */ `query ($orderId: ID!, $paymentId: ID!) {
  order(id: $orderId) { number timeline(first: 100) { edges { node { kind facts { name value } } } } receipts { problem calls { operation outcome reason } lines { name } } }
  payment(id: $paymentId) { routing operations { reason failure } bankEvents(first: 100) { edges { node { action request answer outcome } } } }
  contracts { edges { node { name credentialsSet sealedWithKeyId } } }
}`;

beforeAll(async () => {
  collector = await startSpanCollector();
  const env = { LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '200' };
  stack = await startTestStack({ apart: serviceNames, env });
  gateway = await startGatewayProcess(stack.shop.stack, { ...env, LOG_LEVEL: 'debug' });
  const admin = await stack.shop.stack.token('ADMIN');
  const bought = await buyWithFailures();
  await declined();
  await askWrongly(admin);
  await refusedWebhooks();
  await ask(stack.shop.customerToken, '{ orders { edges { node { id } } } }');
  expect(await ask(admin, everythingRead, bought)).toContain('bankEvents');
  const { paykeeper, kassa, delivery } = stack.shop.stack.simulators;
  canaries = {
    'the buyer\'s e-mail': contact.email,
    'the buyer\'s phone': contact.phone.slice(1),
    'the holder of the card': 'CARDHOLDEROVA',
    'a card number': cardNumber,
    'the password of the bank\'s API': paykeeper.password,
    'the secret word': paykeeper.secret,
    'the password of the register': kassa.password,
    'the carrier\'s secret': delivery.secret,
    'the reference of the saved card': paykeeper.control.books().bindings[0]?.bankId ?? 'no binding was made',
    'a password that was typed': typed.password,
    'a secret that was typed': typed.secret,
    'a bearer token': stack.shop.customerToken,
    'the administrator\'s token': admin,
    'the key of the internal identity': stack.shop.stack.world.identityKeys.current.secret,
    'the password of the database': stack.shop.stack.world.rolePassword,
  };
}, 200_000);
afterAll(async () => {
  await gateway.stop();
  await stack.stop();
  await collector.stop();
}, 60_000);

describe('nothing secret or personal, after a purchase and its failures,', () => {
  it('is in the log of any process, down to the finest level', () => {
    const outputs = [...stack.processes, ['gateway', gateway] as const].map(([name, process]) => ({ name, text: process.output() }));
    expect(outputs.map(({ text }) => text.length > 0)).toEqual(Array.from({ length: 6 }, () => true));
    expect(outputs.flatMap(({ name, text }) => findIn(canaries, `the log of ${name}`, text))).toEqual([]);
  });

  it('is in a table or a message of the bus, except where it is meant to be', async () => {
    const finds = await findInTables(canaries, stack.shop.stack.world.ownerUrl);
    expect(judge(finds, byDesign)).toEqual({ leaks: [], needless: [] });
  });

  it('is in an answer of the graph or of a webhook', () => {
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.flatMap((answer, index) => findIn(canaries, `answer ${index}: ${answer.slice(0, 100)}`, answer))).toEqual([]);
  });

  it('is in a trace', () => {
    expect(collector.spans.length).toBeGreaterThan(100);
    expect(findIn(canaries, 'a span', collector.text())).toEqual([]);
  });
});
