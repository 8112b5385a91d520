import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = Readonly<{ body: string; fields: Readonly<Record<string, string>>; headers: IncomingHttpHeaders }>;
export type ShopAnswer = Readonly<{ status: number; body: string }>;
export type Shop = {
  readonly url: string;
  readonly received: Received[];
  /** How the shop answers from now on. */
  answer: (received: Received) => ShopAnswer | Promise<ShopAnswer>;
  stop: () => Promise<void>;
};

/** The answer that PayKeeper accepts, computed here from the manual's formula and not by the simulator. */
export const acknowledge = (secret: string) => ({ fields }: Received): ShopAnswer => ({
  status: 200,
  body: `OK ${createHash('md5').update(`${fields.id}${secret}`).digest('hex')}`,
});

/** A shop's webhook: keeps what came and answers as told. */
export const startShop = async (): Promise<Shop> => {
  const received: Received[] = [];
  const shop: Shop = { url: '', received, answer: () => ({ status: 200, body: '' }), stop: () => Promise.resolve() };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      const one = { body, fields: Object.fromEntries(new URLSearchParams(body)), headers: request.headers };
      received.push(one);
      const { status, body: text } = await shop.answer(one);
      response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(shop, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`, stop });
};
