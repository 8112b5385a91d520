import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { createLog } from '../log';
import { eventually } from '../testing/eventually';
import { createEdge, type Edge, type EdgeAddress } from './edge';
import type { WebhookRequest } from './edge-webhook';

const log = createLog({ service: 'edge-test', level: 'silent' });

describe('an HTTP edge', () => {
  let edge: Edge;
  let address: EdgeAddress;
  let ready: () => Promise<boolean>;
  let seen: WebhookRequest | undefined;
  let answerWebhook: () => Promise<void>;

  beforeEach(async () => {
    ready = () => Promise.resolve(true);
    answerWebhook = () => Promise.resolve();
    edge = createEdge({ log, ready: () => ready(), webhooksMax: 2 });
    edge.addWebhook('/webhooks/:connector/:contractId', async (request) => {
      seen = request;
      await answerWebhook();
      return { status: 200, contentType: 'text/plain', body: 'OK 123' };
    });
    address = await edge.listen(0);
  });
  afterEach(() => edge.stop());

  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(address.url + path, { method: 'POST', body: Buffer.from(body), headers });

  it('gives a webhook the bytes that were sent and answers exactly the bytes it was told', async () => {
    const body = Buffer.from([0x69, 0x64, 0x3d, 0xcf, 0xf0, 0x00]);
    const answer = await post('/webhooks/paykeeper/c1', body, { 'content-type': 'application/x-www-form-urlencoded', 'x-sign': 's' });
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/plain', 'OK 123']);
    expect(seen?.rawBody.equals(body)).toBe(true);
    expect([seen?.params, seen?.headers['x-sign']]).toEqual([{ connector: 'paykeeper', contractId: 'c1' }, 's']);
    expect(seen?.ip).toMatch(/127\.0\.0\.1|::1/);
  });

  it('believes no X-Forwarded-For unless told of a proxy', async () => {
    await post('/webhooks/paykeeper/c1', 'x', { 'x-forwarded-for': '10.9.8.7' });
    expect(seen?.ip).not.toBe('10.9.8.7');
  });

  it.each([
    ['a webhook body over 64 kB', () => post('/webhooks/p/c', 'x'.repeat(65_537)), 413, 'BODY_TOO_LARGE'],
    ['a compressed webhook', () => post('/webhooks/p/c', 'x', { 'content-encoding': 'gzip' }), 415, 'BAD_REQUEST'],
    ['an unknown address', () => post('/nothing', 'x'), 404, 'NOT_FOUND'],
    ['a webhook by GET', () => fetch(`${address.url}/webhooks/p/c`), 405, 'METHOD_NOT_ALLOWED'],
    ['a damaged address', () => fetch(`${address.url}/webhooks/%E0%A4%A/c`, { method: 'POST' }), 400, 'BAD_REQUEST'],
  ])('refuses %s with JSON', async (...[, send, status, code]) => {
    const answer = await send();
    expect([answer.status, await answer.json()]).toEqual([status, { errors: [{ message: expect.any(String), extensions: { code } }] }]);
  });

  it('answers 500 in JSON without the reason when a handler throws', async () => {
    answerWebhook = () => Promise.reject(new Error('CANARY'));
    const answer = await post('/webhooks/p/c', 'x');
    const text = await answer.text();
    expect([answer.status, JSON.parse(text)]).toMatchObject([500, { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }]);
    expect(text).not.toContain('CANARY');
  });

  it('turns webhooks away with 503 and Retry-After while as many as it may take are at work, and takes them again afterwards', async () => {
    const finish: (() => void)[] = [];
    answerWebhook = () => new Promise((resolve) => void finish.push(resolve));
    const inside = [post('/webhooks/p/a', 'x'), post('/webhooks/p/b', 'x')];
    await eventually(() => expect(finish).toHaveLength(2));
    const refused = await post('/webhooks/p/c', 'x');
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([503, '1', { errors: [{ message: expect.any(String), extensions: { code: 'OVERLOADED' } }] }]);
    expect((await fetch(`${address.url}/health/ready`)).status).toBe(200);
    finish.forEach((end) => end());
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200]);
    answerWebhook = () => Promise.resolve();
    await eventually(async () => expect((await post('/webhooks/p/c', 'x')).status).toBe(200));
  });

  it('is live always and ready only when what it needs is', async () => {
    const status = async (path: string) => (await fetch(address.url + path)).status;
    expect([await status('/health/live'), await status('/health/ready')]).toEqual([200, 200]);
    ready = () => Promise.reject(new Error('no database'));
    expect([await status('/health/live'), await status('/health/ready')]).toEqual([200, 503]);
    ready = () => new Promise(() => undefined);
    expect(await status('/health/ready')).toBe(503);
  });

  it('still answers who sends on a kept connection or opens one while it begins to stop, not ready any more, and tells that the connection ends', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const get = (path: string) =>
      new Promise<{ status?: number; connection?: string }>((resolve, reject) => {
        httpRequest(address.url + path, { agent }, (res) => res.resume().on('end', () => resolve({ status: res.statusCode, connection: res.headers.connection }))).on('error', reject).end();
      });
    expect(await get('/health/live')).toEqual({ status: 200, connection: 'keep-alive' });
    const stopped = edge.stop();
    expect(await get('/nothing')).toEqual({ status: 404, connection: 'close' });
    expect((await fetch(`${address.url}/health/ready`)).status).toBe(503);
    await stopped;
    await expect(get('/health/live')).rejects.toThrow('ECONNREFUSED');
    agent.destroy();
  });

  it('finishes the request in flight when it is stopped and then holds no connection open', async () => {
    let finish = (): void => undefined;
    const entered = new Promise<void>((inside) => {
      answerWebhook = () => new Promise((resolve) => {
        finish = resolve;
        inside();
      });
    });
    const agent = new Agent({ keepAlive: true });
    const answered = new Promise<number>((resolve, reject) => {
      httpRequest(`${address.url}/webhooks/p/c`, { method: 'POST', agent }, (res) => res.resume().on('end', () => resolve(res.statusCode ?? 0))).on('error', reject).end('x');
    });
    await entered;
    const stopped = edge.stop();
    finish();
    expect(await answered).toBe(200);
    await stopped;
    agent.destroy();
    await expect(new Promise((resolve, reject) => connect(address.port, 'localhost', () => resolve('open')).on('error', reject))).rejects.toThrow();
  });
});
