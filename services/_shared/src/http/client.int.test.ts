import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { httpCall, type HttpCall } from './client';
import { closePools } from './pools';

const urlOf = (server: Server | TcpServer): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const listen = async <S extends Server | TcpServer>(server: S): Promise<S> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

describe('a call to an outside system', () => {
  const open: (Server | TcpServer)[] = [];
  const serve = async (handle: RequestListener): Promise<string> => {
    const server = await listen(createServer(handle));
    open.push(server);
    return urlOf(server);
  };
  const call = (over: Partial<HttpCall> & { url: string }) => httpCall({ method: 'POST', body: 'x', timeoutMs: 2_000, ...over });

  afterEach(async () => {
    for (const server of open.splice(0)) {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await closePools();
  });

  it('gives the status, headers and text of the answer', async () => {
    const url = await serve((req, res) => {
      res.writeHead(201, { 'X-Id': '7' }).end(`${req.method} ${req.url} ${req.headers['content-type']}`);
    });
    const answer = await call({ url: `${url}/a?b=1`, headers: { 'content-type': 'text/plain' } });
    expect(answer).toMatchObject({ ok: true, value: { status: 201, headers: { 'x-id': '7' }, text: 'POST /a?b=1 text/plain' } });
  });

  it('does not follow a redirect', async () => {
    let asked = 0;
    const url = await serve((_req, res) => {
      asked += 1;
      res.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await call({ url })).toMatchObject({ ok: true, value: { status: 302, headers: { location: '/elsewhere' } } });
    expect(asked).toBe(1);
  });

  it('was not sent when the connection is refused, the name is unknown, TLS fails or the address is none', async () => {
    const closed = await listen(createServer());
    const url = urlOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    const plain = await serve((_req, res) => res.end());
    for (const target of [url, 'http://no-such-host.invalid', plain.replace('http', 'https'), 'ftp://x', 'not an address']) {
      expect(await call({ url: target })).toMatchObject({ ok: false, error: { kind: 'not-sent' } });
    }
  });

  it('was not sent when it found no free connection in time, and is not sent later', async () => {
    const bodies: string[] = [];
    const release: (() => void)[] = [];
    const url = await serve((req, res) => {
      req.on('data', (chunk: Buffer) => bodies.push(chunk.toString())).on('end', () => release.push(() => void res.end()));
    });
    const busy = Array.from({ length: 64 }, () => call({ url, body: 'busy', timeoutMs: 10_000 }));
    const late = await call({ url, body: 'late', timeoutMs: 300 });
    expect(late).toMatchObject({ ok: false, error: { kind: 'not-sent' } });
    while (release.length < 64) await new Promise((resolve) => setImmediate(resolve));
    for (const end of release.splice(0)) end();
    expect((await Promise.all(busy)).every(({ ok }) => ok)).toBe(true);
    expect(await call({ url, body: 'after', timeoutMs: 50 })).toMatchObject({ ok: false, error: { kind: 'unknown' } });
    expect(bodies).not.toContain('late');
  });

  it.each([
    ['the answer does not come in time', (_req: unknown, _res: unknown) => undefined],
    ['the other side cuts the connection', (req: Parameters<RequestListener>[0]) => req.socket.destroy()],
    ['the answer ends in the middle', (_req: unknown, res: Parameters<RequestListener>[1]) => void res.writeHead(200, { 'content-length': 10 }).write('abc', () => res.destroy())],
    ['the answer is too large', (_req: unknown, res: Parameters<RequestListener>[1]) => void res.end('x'.repeat(2_000))],
  ])('has an unknown outcome when %s', async (_what, handle) => {
    const url = await serve(handle as RequestListener);
    expect(await call({ url, timeoutMs: 300, maxResponseBytes: 1_000 })).toMatchObject({ ok: false, error: { kind: 'unknown' } });
  });

  it('is never repeated by itself when the connection breaks', async () => {
    let asked = 0;
    const url = await serve((req) => {
      asked += 1;
      req.socket.destroy();
    });
    await call({ url, method: 'GET', body: undefined });
    expect(asked).toBe(1);
  });

  it('tells nothing of the call in the reason', async () => {
    const answer = await call({ url: 'http://user:CANARY@no-such-host.invalid/?k=CANARY', headers: { 'bad header\n': 'CANARY' } });
    expect(answer.ok ? '' : answer.error.reason).not.toContain('CANARY');
  });
});
