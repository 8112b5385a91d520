import { httpCall } from '@paygraph/shared/http/client';
import { newId } from '@paygraph/shared/ids';
import { minor, type Minor } from '@paygraph/shared/money';
import { eventually } from '@paygraph/shared/testing/eventually';
import { startPayKeeperSimulator, type PayKeeperSimulator } from '@paygraph/simulators/paykeeper/index';
import type { InquiryAsk, PaymentProvider } from '../../domain/provider';
import { payKeeper } from './index';

const trace = (): void => undefined;
const amount = minor(500_00);
const tools = (bank: PayKeeperSimulator) => ({ baseUrl: bank.url, http: httpCall, timeoutMs: 500, now: () => new Date() });
const open = (bank: PayKeeperSimulator, over: object = {}): PaymentProvider =>
  payKeeper.open({ login: bank.login, password: bank.password, secretWord: bank.secret, ...over }, tools(bank));

describe.each([
  ['with plain answers', {}],
  ['with commands and the token inside arrays', { wrapCommands: true, tokenShape: 'array' }],
  ['that shows a released hold as canceled', { releasedStatus: 'canceled' }],
] as const)('the PayKeeper connector keeps the provider\'s contract at a server %s', (_what, settings) => {
  let bank: PayKeeperSimulator;
  let provider: PaymentProvider;

  beforeAll(async () => {
    bank = await startPayKeeperSimulator({ ...settings, refundDelayMs: 10 });
    provider = open(bank);
  });
  afterAll(() => bank.stop());
  afterEach(() => bank.control.clearFaults());

  const openPage = (reference: string) =>
    provider.openPage({ reference, amount, title: 'Заказ 42', expiresAt: new Date(Date.now() + 600_000), returnUrl: 'https://shop.example/back?x=1', customerId: null, contact: { email: 'a@b.ru', phone: null } }, trace);
  const pageOf = async (reference: string) => {
    const answer = await openPage(reference);
    if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
    return answer.value;
  };
  const paid = async (): Promise<string> => {
    const page = await pageOf(newId());
    return (await bank.control.pay({ invoiceId: page.id, outcome: 'success' })).paymentId;
  };
  const stateOf = async (id: string) => {
    const read = await provider.readPayment(id, trace);
    return read.kind === 'read' ? read.value : read;
  };
  const inquiry = (over: Partial<InquiryAsk>): InquiryAsk => ({
    kind: 'refund', reference: '', providerPaymentId: null, amount, givesBack: minor(0), returnedBefore: minor(0), knownRefs: [], sentAt: new Date(), accepted: false, inquiries: 0, ...over,
  });
  const book = (id: string) => bank.control.books().payments.find(({ paymentId }) => paymentId === id);

  it('opens a page that can be found by our number, and one that was never opened cannot', async () => {
    const reference = newId();
    const page = await pageOf(reference);
    expect(page.url).toBe(`${bank.url}/bill/${page.id}/`);
    const found = await provider.findPages({ reference, since: new Date() }, trace);
    expect(found).toMatchObject({ kind: 'read', value: [{ id: page.id, reference, amount, state: 'open' }] });
    expect(await provider.findPages({ reference: newId(), since: new Date() }, trace)).toEqual({ kind: 'read', value: [] });
    expect(await provider.readPage('20200101000000000', trace)).toEqual({ kind: 'absent' });
  });

  it('closes a page, which then is expired', async () => {
    const page = await pageOf(newId());
    expect(await provider.closePage(page.id, trace)).toEqual({ kind: 'done', value: null });
    expect(await provider.readPage(page.id, trace)).toMatchObject({ value: { state: 'expired' } });
  });

  it('captures a hold whole, and repeating that takes nothing more', async () => {
    const id = await paid();
    const ask = { providerPaymentId: id, authorized: amount, amount, repeated: false, proofs: 0 };
    expect(await provider.capture(ask, trace)).toEqual({ kind: 'done', value: null });
    expect((await provider.capture(ask, trace)).kind).toBe('rejected');
    expect(await provider.capture({ ...ask, repeated: true }, trace)).toMatchObject({ kind: 'unknown', proof: true });
    expect(await provider.capture({ ...ask, repeated: true, proofs: 1 }, trace)).toEqual({ kind: 'done', value: null });
    expect(book(id)?.captured).toBe(amount);
  });

  it('leaves even a refused repeat to a person where the contract says so', async () => {
    const id = await paid();
    const careful = open(bank, { refusedRepeatOfCapture: 'review' });
    const ask = { providerPaymentId: id, authorized: amount, amount, repeated: true, proofs: 5 };
    await careful.capture(ask, trace);
    const again = await careful.capture(ask, trace);
    expect([again.kind, again.kind === 'unknown' && again.proof]).toEqual(['unknown', undefined]);
  });

  it('never takes a released hold for a captured one', async () => {
    const id = await paid();
    await provider.release({ providerPaymentId: id, amount }, trace);
    await eventually(async () => expect(await stateOf(id)).toMatchObject({ state: expect.stringMatching(/returned|cancelled/) }));
    expect((await provider.capture({ providerPaymentId: id, authorized: amount, amount, repeated: true, proofs: 9 }, trace)).kind).toBe('rejected');
    expect(await provider.inquire(inquiry({ kind: 'void', providerPaymentId: id, givesBack: amount }), trace)).toMatchObject({ kind: 'done' });
  });

  it.each<[string, Minor]>([['a part', minor(123_45)], ['all but a kopeck', minor(amount - 1)]])('captures %s of a hold and gives the rest back', async (_part, part) => {
    const id = await paid();
    expect(await provider.capture({ providerPaymentId: id, authorized: amount, amount: part, repeated: false, proofs: 0 }, trace)).toEqual({ kind: 'accepted' });
    const ask = inquiry({ kind: 'capture', providerPaymentId: id, amount: part, givesBack: minor(amount - part), accepted: true });
    await eventually(async () => expect(await provider.inquire(ask, trace)).toMatchObject({ kind: 'done', ref: expect.stringMatching(/^\d+$/) }));
    expect([book(id)?.captured, book(id)?.released]).toEqual([part, amount - part]);
  });

  it('refunds in parts and tells them apart by their numbers', async () => {
    const id = await paid();
    await provider.capture({ providerPaymentId: id, authorized: amount, amount, repeated: false, proofs: 0 }, trace);
    const refs: string[] = [];
    for (const part of [minor(100_00), minor(100_00), minor(300_00)]) {
      expect(await provider.refund({ providerPaymentId: id, amount: part, whole: false }, trace)).toEqual({ kind: 'accepted' });
      const ask = inquiry({ providerPaymentId: id, givesBack: part, knownRefs: refs, accepted: true, returnedBefore: minor(refs.length * 100_00) });
      const found = await eventually(async () => {
        const finding = await provider.inquire(ask, trace);
        if (finding.kind !== 'done') throw new Error(finding.kind);
        return finding;
      });
      refs.push(found.ref ?? '');
    }
    expect(new Set(refs).size).toBe(3);
    expect(await stateOf(id)).toMatchObject({ state: 'returned', returned: amount });
    expect((await provider.refund({ providerPaymentId: id, amount: minor(1), whole: false }, trace)).kind).toBe('rejected');
  });

  it('fetches the security token again, once, when the server changed it', async () => {
    await pageOf(newId());
    bank.control.rotateToken();
    await pageOf(newId());
    const posts = bank.journal.entries({ kind: 'answer' }).filter(({ data }) => data['endpoint'] === '/info/settings/token/');
    expect(posts.length).toBeGreaterThanOrEqual(2);
  });

  it.each<[string, object, string]>([
    ['a lost request', { loseRequest: true }, 'unknown'],
    ['a lost answer', { loseAnswer: true }, 'unknown'],
    ['an error 500', { error5xx: 500 }, 'unknown'],
    ['silence', { hang: 'before' }, 'unknown'],
    ['an empty body', { malformed: 'empty' }, 'unknown'],
    ['HTML with status 200', { malformed: 'html' }, 'unknown'],
    ['cut JSON', { malformed: 'json' }, 'unknown'],
  ])('calls %s by its name: nobody knows', async (_fault, fault, kind) => {
    const [[name, value] = ['', true]] = Object.entries(fault);
    bank.control.setFaults({ [name]: { value, endpoint: '/change/invoice/preview/', times: 1 } });
    expect((await openPage(newId())).kind).toBe(kind);
  });

  it.each(['401', 'html200', '303'] as const)('knows that a refused login (%s) did nothing', async (refusal) => {
    bank.control.configure({ refusal });
    const answer = await open(bank, { password: 'hunter2' }).openPage({ reference: newId(), amount, title: '', expiresAt: new Date(), returnUrl: null, customerId: null, contact: { email: null, phone: null } }, trace);
    bank.control.configure({ refusal: '401' });
    expect(answer.kind).toBe('not-sent');
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('knows that a server which does not listen was told nothing', async () => {
    const nowhere = payKeeper.open({ login: 'a', password: 'b', secretWord: 'c' }, { ...tools(bank), baseUrl: 'http://127.0.0.1:9' });
    expect((await nowhere.release({ providerPaymentId: '1', amount }, trace)).kind).toBe('not-sent');
    expect((await nowhere.readPayment('1', trace)).kind).toBe('unreadable');
  });

  it('believes no answer about another payment than was asked for', async () => {
    expect(await provider.readPayment('1', trace)).toEqual({ kind: 'absent' });
  });
});

describe('credentials of a PayKeeper contract', () => {
  it('that are incomplete are refused by field, never by value', () => {
    const wrong = () => payKeeper.open({ login: 'admin', password: 'hunter2' }, { baseUrl: 'https://x', http: httpCall, timeoutMs: 1, now: () => new Date() });
    expect(wrong).toThrow(/secretWord/);
    expect(wrong).not.toThrow(/hunter2/);
  });
});
