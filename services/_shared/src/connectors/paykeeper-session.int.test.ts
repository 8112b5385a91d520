import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpCall } from '../http/client';
import { createPayKeeperSession } from './paykeeper-session';

type Reply = Readonly<{ status?: number; body?: string; headers?: Record<string, string>; drop?: true }>;
type Seen = Readonly<{ method: string; url: string; authorization: string; body: string }>;

const wrongToken = JSON.stringify({ result: 'fail', msg: 'Токен безопасности не верен.' }).replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
const secret = 'pa:ss-wörd';

let server: Server;
let baseUrl: string;
let seen: Seen[] = [];
let replyTo: (call: Seen, at: number) => Reply;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const call = { method: request.method ?? '', url: request.url ?? '', authorization: request.headers.authorization ?? '', body };
      seen.push(call);
      const { status = 200, body: text = '', headers = {}, drop } = replyTo(call, seen.length);
      if (drop) response.destroy();
      else response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  seen = [];
  replyTo = ({ url }) => ({ body: url.includes('token') ? '[{"token":"t1"}]' : '{"result":"success"}' });
});
afterAll(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

const session = (options: { now?: () => number } = {}) => createPayKeeperSession({ baseUrl, login: 'admin', password: secret, http: httpCall, timeoutMs: 2_000, ...options });
const tokensAsked = () => seen.filter(({ url }) => url.includes('token')).length;

describe('a PayKeeper session', () => {
  it('logs in with Basic on every call and adds the token to changes', async () => {
    await session().post('/change/receipt/print/', { name: 'Чай & мёд' });
    expect(seen.map(({ authorization }) => authorization)).toEqual(Array(2).fill(`Basic ${Buffer.from(`admin:${secret}`).toString('base64')}`));
    expect(Object.fromEntries(new URLSearchParams(seen[1]?.body))).toEqual({ name: 'Чай & мёд', token: 't1' });
  });

  it('asks for one token however many changes wait, and for another after an hour', async () => {
    let now = 0;
    const one = session({ now: () => now });
    await Promise.all([one.post('/a/', {}), one.post('/b/', {}), one.post('/c/', {})]);
    expect(tokensAsked()).toBe(1);
    now = 3_600_000;
    await one.post('/d/', {});
    expect(tokensAsked()).toBe(2);
  });

  it('repeats a change once with a fresh token after the exact refusal, escaped as the server writes it', async () => {
    let tokens = 0;
    replyTo = ({ url, body }) => {
      if (url.includes('token')) return { body: JSON.stringify({ token: `t${(tokens += 1)}` }) };
      return { body: body.includes('token=t2') ? '[{"receipt_id":34}]' : wrongToken };
    };
    expect(await session().post('/a/', {})).toEqual({ ok: true, value: { receipt_id: 34 } });
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST']);
  });

  it('says "not sent" when the token is refused twice, since nothing was done', async () => {
    replyTo = ({ url }) => ({ body: url.includes('token') ? '{"token":"t"}' : wrongToken });
    expect(await session().post('/a/', {})).toEqual({ ok: false, error: { kind: 'not-sent', reason: expect.stringContaining('refused twice') } });
    expect(seen).toHaveLength(4);
  });

  it.each<[string, Reply, string]>([
    ['a business refusal', { body: '{"result":"fail","msg":"Счёт не найден."}' }, 'refused'],
    ['a result that nobody knows', { body: '{"result":"maybe"}' }, 'unknown'],
    ['broken JSON', { body: '{"result":"suc' }, 'unknown'],
    ['an empty body', {}, 'unknown'],
    ['a page', { body: '<html><head><title>Технические работы</title></head></html>' }, 'unknown'],
    ['a list where one answer was due', { body: '[{"a":1},{"a":2}]' }, 'unknown'],
    ['HTTP 500', { status: 500, body: 'x' }, 'unknown'],
    ['a lost answer', { drop: true }, 'unknown'],
    ['HTTP 401', { status: 401 }, 'auth'],
    ['a redirect, which is not followed', { status: 303, headers: { location: '/login/' } }, 'auth'],
  ])('reads %s of a change', async (_what, reply, kind) => {
    replyTo = ({ url }) => (url.includes('token') ? { body: '{"token":"t"}' } : reply);
    const result = await session().post('/a/', {});
    expect(result.ok ? 'ok' : result.error.kind).toBe(kind);
    expect(seen).toHaveLength(2);
  });

  it('knows that nothing was sent when even the token could not be had', async () => {
    replyTo = () => ({ status: 500 });
    expect(await session().post('/a/', {})).toMatchObject({ ok: false, error: { kind: 'not-sent' } });
    replyTo = () => ({ status: 401 });
    expect(await session().post('/a/', {})).toMatchObject({ ok: false, error: { kind: 'auth' } });
  });

  it('reads lists as lists and writes list parameters with brackets', async () => {
    replyTo = () => ({ body: '[{"id":"1"},{"id":"2"}]' });
    expect(await session().get('/info/receipts/bydate/', { start: '2026-01-01', status: ['created', 'success'] })).toEqual({ ok: true, value: [{ id: '1' }, { id: '2' }] });
    expect(decodeURIComponent(seen[0]?.url ?? '')).toBe('/info/receipts/bydate/?start=2026-01-01&status[]=created&status[]=success');
  });

  it('says neither the password nor the buyer’s contact in an error', async () => {
    replyTo = ({ url }) => ({ body: url.includes('token') ? '{"token":"t"}' : JSON.stringify({ result: 'fail', msg: `Плохой контакт b@example.com, +7 (999) 000-00-00` }) });
    const shown = JSON.stringify(await session().post('/a/', {}));
    expect(shown).toContain('Плохой контакт');
    expect(shown).not.toMatch(/b@example|999|pa:ss/);
  });
});
