import { composeServices } from '@apollo/composition';
import { parse, type GraphQLSchema } from 'graphql';
import { systemClock } from '@paygraph/shared/clock';
import { serveSubgraph } from '@paygraph/shared/graphql/serve-subgraph';
import { createEdge } from '@paygraph/shared/http/edge';
import type { IdentityKeys } from '@paygraph/shared/identity';
import { createLog } from '@paygraph/shared/log';
import { startInOrder, type Keep } from '@paygraph/shared/service';
import { createDevIssuer, type DevIssuer } from '../dev-tokens';
import { createGateway, type GatewayOptions, type RunningGateway } from '../gateway';
import { createCable, type Cable } from './cable';
import { createState, schemasOf, sdl, type SmallName, type SmallState } from './subgraphs';

export const merchantId = '018f4e2e-7b6a-7c3d-8e9f-0123456789ab';
export const keys: IdentityKeys = { current: { kid: 'k1', secret: 'k'.repeat(32) } };

export type SmallWorld = Readonly<{
  gateway: RunningGateway;
  issuer: DevIssuer;
  state: SmallState;
  cables: Record<SmallName, Cable>;
  /** Of the subgraphs themselves, past the cable. */
  subgraphUrls: Record<SmallName, string>;
  logged: string[];
  admin: string;
  stop(): Promise<void>;
}>;

/** The supergraph of the small subgraphs. */
export const composed = (): string => {
  const services = Object.entries(sdl).map(([name, text]) => ({ name, url: `http://${name}`, typeDefs: parse(text) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], 'the small subgraphs do not compose');
  return supergraphSdl;
};

const names = Object.keys(sdl) as SmallName[];

/** Real subgraphs on real sockets, served as every service is, with a cable and the gateway before them. */
export const startSmallWorld = async (options: Partial<GatewayOptions> = {}): Promise<SmallWorld> => {
  const logged: string[] = [];
  const log = createLog({ service: 'small', level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const state = createState();
  const schemas = schemasOf(state);
  const issuer = await createDevIssuer();
  const serve = async (keep: Keep, name: SmallName, schema: GraphQLSchema): Promise<string> => {
    const edge = keep(createEdge({ log, ready: () => Promise.resolve(true) }));
    await serveSubgraph({ edge, schema, identityKeys: keys, audience: name, context: () => ({}), log, clock: systemClock });
    return (await edge.listen(0)).url;
  };
  const world = await startInOrder(async (keep) => {
    const urls = await Promise.all(names.map(async (name) => [name, await serve(keep, name, schemas[name])] as const));
    const cables = await Promise.all(urls.map(async ([name, url]) => [name, keep(await createCable(url))] as const));
    const subgraphs = Object.fromEntries(cables.map(([name, cable]) => [name, cable.url]));
    const gateway = keep(await createGateway({ supergraphSdl: composed(), subgraphs, identityKeys: keys, auth: issuer.auth, port: 0, log, ...options }));
    return { gateway, cables: Object.fromEntries(cables) as Record<SmallName, Cable>, subgraphUrls: Object.fromEntries(urls) as Record<SmallName, string> };
  });
  return { ...world, issuer, state, logged, admin: await issuer.token({ role: 'ADMIN', merchantId }) };
};

export type Answer = { status: number; body: { data?: Record<string, unknown> | null; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[] } };

export const post = async (url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
  const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
};

export const ask = (world: SmallWorld, query: string, variables: object = {}): Promise<Answer> =>
  post(world.gateway.url, JSON.stringify({ query, variables }), { authorization: `Bearer ${world.admin}` });

const waitMaxMs = 10_000;

/** Waits for a condition. @throws after 10 s, so that a test which waits in vain ends instead of spinning on */
export const until = async (holds: () => boolean): Promise<void> => {
  const end = Date.now() + waitMaxMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited ${waitMaxMs} ms in vain for: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
