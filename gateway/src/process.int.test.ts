import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevIssuer } from './dev-tokens';
import { startProcess } from './testing/processes';
import { composed, keys, merchantId, until } from './testing/small-world';

describe('the gateway as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paygraph-gateway-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('serves until it is asked to stop, and ends with 0', async () => {
    const supergraph = join(folder, 'supergraph.graphql');
    writeFileSync(supergraph, composed());
    const issuer = await createDevIssuer();
    const env = {
      PORT: '0',
      SUPERGRAPH_FILE: supergraph,
      SUBGRAPHS: JSON.stringify({ orders: 'http://localhost:1', payments: 'http://localhost:1', receipts: 'http://localhost:1' }),
      IDENTITY_KEYS: JSON.stringify(keys),
      TOKEN_JWKS: JSON.stringify(issuer.auth.jwks),
      TOKEN_ISSUER: issuer.auth.issuer,
      TOKEN_AUDIENCE: issuer.auth.audience,
    };
    const gateway = startProcess('main.ts', { env });
    await until(() => gateway.out().includes('"listening"'));
    const [, port] = /"port":(\d+)/.exec(gateway.out()) ?? [];
    const ask = async (token?: string) =>
      fetch(`http://localhost:${port}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: '{"query":"{ __typename }"}' });
    expect((await fetch(`http://localhost:${port}/health/ready`)).status).toBe(200);
    expect((await ask()).status).toBe(401);
    expect(await (await ask(await issuer.token({ role: 'ADMIN', merchantId }))).json()).toEqual({ data: { __typename: 'Query' } });
    gateway.child.kill('SIGTERM');
    expect((await gateway.ended).code).toBe(0);
  }, 30_000);

  it('does not start without its settings and names them all', async () => {
    const { code, err } = await startProcess('main.ts', { env: { SUPERGRAPH_FILE: '/no/such/file', IDENTITY_KEYS: '{"current":{"kid":"k","secret":"CANARY"}}' } }).ended;
    expect([code, err]).toEqual([1, expect.stringMatching(/SUPERGRAPH_FILE: names a file that cannot be read[\s\S]*SUBGRAPHS: is not set[\s\S]*IDENTITY_KEYS: [\s\S]*TOKEN_JWKS: is not set[\s\S]*TOKEN_ISSUER[\s\S]*TOKEN_AUDIENCE/)]);
    expect(err).not.toContain('CANARY');
  }, 30_000);

  it('continues the trace of the client into the subgraphs, in one trace, without texts or variables', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const { out } = await startProcess('testing/trace-once.ts', { args: [`00-${traceId}-b7ad6b7169203331-01`] }).ended;
    const spans = JSON.parse(out) as { name: string; kind: number; traceId: string; spanId: string; parentId?: string; attributes: object }[];
    const inTrace = spans.filter((span) => span.traceId === traceId);
    const [server, client] = [1, 2];
    const sent = inTrace.filter(({ kind }) => kind === client);
    const received = inTrace.filter(({ kind, parentId }) => kind === server && sent.some(({ spanId }) => spanId === parentId));
    expect([sent.length, received.length]).toEqual([2, 2]);
    expect(inTrace.some(({ kind, parentId }) => kind === server && parentId === 'b7ad6b7169203331')).toBe(true);
    expect(out).not.toMatch(/order\(id|o1/);
  }, 30_000);
});
