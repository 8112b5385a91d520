import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { createLog } from '@paygraph/shared/log';
import { silentPeer } from '@paygraph/shared/testing/silent-peer';
import { createTokenVerifier } from './auth/tokens';
import { createDevIssuer } from './dev-tokens';
import { openUpstream } from './subscriptions/upstream';
import { merchantId, until } from './testing/small-world';

const log = createLog({ service: 'limits', level: 'silent' });
const upstreamTo = (port: number) =>
  openUpstream({ url: `ws://127.0.0.1:${port}/graphql`, subgraph: 's', identity: () => 'i', operation: { payload: { query: 'subscription { x }', operationName: undefined, variables: {} }, remember: () => undefined }, ackTimeoutMs: 300, log });

describe('a peer that takes the connection and never answers', () => {
  it('holds a token check no longer than 3 s, which then says that the keys are away', async () => {
    const peer = await silentPeer();
    const { auth, token } = await createDevIssuer();
    const verify = createTokenVerifier({ ...auth, jwks: `http://127.0.0.1:${peer.port}/jwks` }, () => new Date());
    const from = performance.now();
    expect(await verify(`Bearer ${await token({ role: 'ADMIN', merchantId })}`)).toEqual({ ok: false, error: 'KEYS_UNAVAILABLE' });
    expect(performance.now() - from).toBeLessThan(4_000);
    await peer.stop();
  }, 20_000);

  it('is given up as the source of a subscription and asked anew, whether it is silent before the handshake or after it', async () => {
    const mute = await silentPeer();
    const shaken = new WebSocketServer({ port: 0, handleProtocols: () => 'graphql-transport-ws' });
    let handshakes = 0;
    shaken.on('connection', () => (handshakes += 1));
    const streams = [upstreamTo(mute.port), upstreamTo((shaken.address() as AddressInfo).port)];
    await until(() => mute.connections() > 1 && handshakes > 1);
    expect(shaken.clients.size).toBeLessThan(handshakes);
    await Promise.all(streams.map((stream) => stream.return()));
    shaken.clients.forEach((socket) => socket.terminate());
    shaken.close();
    await mute.stop();
  }, 20_000);
});
