import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createDevIssuer } from './dev-tokens';
import { merchantId, startSmallWorld, until } from './testing/small-world';

/** The issuer's keys, as slow as an issuer far away. */
const slowKeys = async (jwks: object) => {
  let asked = 0;
  let answered = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    void pause(300).then(() => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
      answered += 1;
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked, answered: () => answered, stop: () => void server.close() };
};

describe('a client of a stream that leaves while its token is being checked', () => {
  it('has nothing opened for it that nobody would ever close', async () => {
    const issuer = await createDevIssuer();
    const keys = await slowKeys(issuer.auth.jwks);
    const world = await startSmallWorld({ auth: { ...issuer.auth, jwks: keys.url } });
    const headers = { authorization: `Bearer ${await issuer.token({ role: 'ADMIN', merchantId })}` };
    const listen = (client: AbortController, orderId: string) =>
      fetch(`${world.gateway.sseUrl}?query=${encodeURIComponent(`subscription { timeline(orderId: "${orderId}") { note } }`)}`, { signal: client.signal, headers });
    const heard = () => [...world.state.readers].map(({ orderId }) => orderId);
    const [leaving, staying] = [new AbortController(), new AbortController()];
    try {
      const left = listen(leaving, 'left').catch(() => 'left');
      await until(() => keys.asked() === 1);
      leaving.abort();
      expect(await left).toBe('left');
      await until(() => keys.answered() === 1);
      // Whoever comes later is served; by then the one who left would have been.
      expect((await listen(staying, 'stayed')).status).toBe(200);
      await until(() => heard().includes('stayed'));
      expect(heard()).toEqual(['stayed']);
    } finally {
      staying.abort();
      await world.stop();
      keys.stop();
    }
  }, 20_000);
});
