import type { System } from '../system/system';
import { serviceNames } from '@paygraph/gateway/stack/schemas';
import { forAWhile, type Strike } from './strike';

const names = [
  ...serviceNames.flatMap((name) => [`${name}>postgres`, `${name}>kafka`, `gateway>${name}`]),
  'payments>bank', 'fiscalization>register', 'bank>payments', 'carrier>orders-sync',
];
const states = ['cut', 'stall', 'mute'] as const;

const rarelyAsked: Readonly<Record<string, string>> = {
  'gateway>merchants': '{ warehouses(first: 1) { edges { node { id } } } }',
  'gateway>fiscalization': '{ orders(first: 1) { edges { node { receipts { id } } } } }',
  'gateway>tokens': 'query ($customerId: ID) { savedMethods(customerId: $customerId) { edges { node { id } } } }',
};
const answerWithinMs = 2_000;

/** No step of a purchase, or few, ask these services through the gateway: somebody at the office does, whatever comes of it. */
const comeBy = async ({ gateway, shops: [shop] }: System, name: string): Promise<void> => {
  const query = rarelyAsked[name];
  if (!query || !shop) return;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${shop.tokens.ADMIN}` };
  const body = JSON.stringify({ query, variables: { customerId: shop.customerId } });
  await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body, signal: AbortSignal.timeout(answerWithinMs) }).catch(() => undefined);
};

const hitsOf = ({ lines }: System, name: string): number => lines.hits(name);

/** Between any two: connections are reset and refused, or nothing passes, or the answers do not. */
export const lineCuts: readonly Strike[] = names.map((name) => ({
  name: `cut ${name}`,
  target: name,
  make: (field) => {
    const { system, random } = field;
    const before = hitsOf(system, name);
    const state = random.pick(states);
    const hits = async (): Promise<number> => {
      if (hitsOf(system, name) === before) await comeBy(system, name);
      return hitsOf(system, name) - before;
    };
    return forAWhile(field, random.between(2, 12), { hurt: () => system.lines.set(name, state), heal: () => system.lines.set(name, 'pass'), hits });
  },
}));
