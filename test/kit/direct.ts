import { bodyHashOf, identityHeader, signIdentity, type Actor, type Role } from '@paygraph/shared/identity';
import type { ServiceName } from '@paygraph/gateway/stack/schemas';
import type { Stack } from '@paygraph/gateway/stack/index';

export type DirectAnswer = Readonly<{ status: number; body: { data?: Record<string, unknown> | null; errors?: { message: string }[] } }>;
export type Somebody = Readonly<{ role: Role; merchantId?: string; customerId?: string; vendorId?: string }>;

/** Asks a subgraph past the gateway: as the gateway would for `who`, or with the given headers and no identity. */
export const askDirectly = async (stack: Stack, name: ServiceName, ask: { body: object; who?: Somebody; headers?: Readonly<Record<string, string>> }): Promise<DirectAnswer> => {
  const text = JSON.stringify(ask.body);
  const actor = ask.who && ({ merchantId: stack.merchantId, subject: 'direct', expiresAt: Date.now() + 60_000, ...ask.who } as Actor);
  const identity = actor && signIdentity({ actor, keys: stack.world.identityKeys, audience: name, method: 'POST', path: '/graphql', bodyHash: bodyHashOf(text), now: new Date() });
  const headers = { 'content-type': 'application/json', ...ask.headers, ...(identity ? { [identityHeader]: identity } : {}) };
  const response = await fetch(`${stack.services[name].url}/graphql`, { method: 'POST', headers, body: text });
  return { status: response.status, body: (await response.json()) as DirectAnswer['body'] };
};
