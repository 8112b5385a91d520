import { err, ok } from '@paygraph/shared/result';
import type { Exchange } from '../../domain/provider';
import { traced, tracedHttp } from './exchanges';

const answer = (text: string) => ok({ status: 200, headers: {}, text, bytes: Buffer.from(text) });
const exchange = async (body: string, result: ReturnType<typeof answer> | ReturnType<typeof err<{ kind: 'unknown'; reason: string }>>): Promise<Exchange> => {
  const seen: Exchange[] = [];
  const http = tracedHttp({ baseUrl: '', http: async () => result, timeoutMs: 1, now: () => new Date('2026-03-02T12:00:00Z') });
  await traced((one) => void seen.push(one), () => http({ url: 'https://bank.example/change/payment/reverse/?x=1', method: 'POST', body, timeoutMs: 1 }));
  const [only] = seen;
  if (!only) throw new Error('nothing was written down');
  return only;
};

describe('an exchange with PayKeeper is written down', () => {
  it('with sums, ids and the verdict, and with everything secret or personal hidden', async () => {
    const written = await exchange(
      'id=7&amount=10.00&partial=true&token=abcdef&client_email=a%40b.ru&service_name=%D0%98%D0%B2%D0%B0%D0%BD',
      answer('{"result":"fail","msg":"\\u041d\\u0435\\u0442 a@b.ru, +79001234567, 4111111111111111","CARD_NUMBER":"4111********1111"}'),
    );
    expect(written.request).toEqual({ x: '***', id: '7', amount: '10.00', partial: 'true', token: '***', client_email: '***', service_name: '***' });
    expect(written.answer).toEqual({ result: 'fail', msg: 'Нет *** ***, [card]', CARD_NUMBER: '***' });
    expect([written.action, written.status, written.outcome]).toEqual(['POST /change/payment/reverse/', 200, 'HTTP 200']);
  });

  it('with its failure when no answer came', async () => expect(await exchange('id=7', err({ kind: 'unknown', reason: 'ECONNRESET' }))).toMatchObject({ answer: null, status: null, outcome: 'unknown: ECONNRESET' }));
  it('with a list cut short and its length told', async () => {
    const { answer: rows } = await exchange('', answer(JSON.stringify(Array.from({ length: 30 }, (_, id) => ({ id: String(id), user: 'admin' })))));
    expect(rows).toMatchObject({ count: 30 });
    expect((rows?.['rows'] as object[]).length).toBe(20);
  });
  it('with a page of HTML told by its size alone', async () => expect((await exchange('', answer('<html>a@b.ru</html>'))).answer).toEqual({ unreadable: '19 bytes that are not JSON' }));
});
