import { httpCall, type HttpAnswer } from '@paygraph/shared/http/client';
import { bodyHashOf, identityHeader } from '@paygraph/shared/identity';
import type { Log } from '@paygraph/shared/log';
import type { Clock } from '@paygraph/shared/clock';
import type { GatewayContext } from '../context';
import type { Sign } from '../keys';
import { badAnswer, failureOf } from './faults';
import { joined, portionsOf, type SubgraphAnswer } from './portions';

const fetchTimeoutMs = 10_000;
const answerMaxBytes = 16 * 1024 * 1024;

export type SubgraphOptions = Readonly<{ name: string; url: string; sign: Sign; log: Log; clock: Clock }>;

/** One fetch of a query plan, in pieces of JSON that are written once. */
export type SubgraphFetch = Readonly<{
  /** The body up to its variables: `{"query":"…","operationName":"…"`. */
  head: string;
  isMutation: boolean;
  /** Members of the variables with commas between: `"id":"1"`. */
  variables: string;
  /** Entities that are asked for, each as the JSON of its representation. */
  representations?: readonly string[];
}>;

/** Asks one subgraph. @throws GraphQLError for the client when there is no answer */
export type SubgraphSource = (fetch: SubgraphFetch, context: GatewayContext) => Promise<SubgraphAnswer>;
export type SubgraphSources = Readonly<Record<string, SubgraphSource>>;

const parsed = ({ text }: HttpAnswer): SubgraphAnswer | null => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && ('data' in body || 'errors' in body) ? (body as SubgraphAnswer) : null;
  } catch {
    return null;
  }
};

type Post = Readonly<{ body: string; isMutation: boolean; path: string }>;

const post = async (o: SubgraphOptions, { body, isMutation, path }: Post, { actor, deadline }: GatewayContext): Promise<SubgraphAnswer> => {
  const identity = o.sign({ actor, audience: o.name, method: 'POST', path, bodyHash: bodyHashOf(body) });
  const answer = await httpCall({
    url: o.url,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', [identityHeader]: identity },
    body,
    timeoutMs: Math.max(1, Math.min(fetchTimeoutMs, deadline - o.clock().getTime())),
    maxResponseBytes: answerMaxBytes,
  });
  if (!answer.ok) {
    o.log.warn({ subgraph: o.name, kind: answer.error.kind, reason: answer.error.reason }, 'a subgraph did not answer');
    throw failureOf(answer.error, isMutation);
  }
  const { status } = answer.value;
  const result = parsed(answer.value);
  // 400 with GraphQL errors is how a subgraph says that a variable is wrong; the client must hear it.
  if (result && (status < 400 || (status === 400 && result.errors))) return result;
  o.log.error({ subgraph: o.name, status }, 'a subgraph answered with something that is no GraphQL result');
  throw badAnswer(isMutation, status);
};

const bodyOf = ({ head, variables }: SubgraphFetch, representations: readonly string[] | undefined): string => {
  const entities = representations ? `"representations":[${representations.join(',')}]` : '';
  return `${head},"variables":{${variables}${variables && entities ? ',' : ''}${entities}}}`;
};

/**
 * Sends the fetches of a query plan to one subgraph, each with an identity signed for exactly its bytes. Errors are masked; an unknown
 * outcome of a mutation is told as such.
 */
export const createSubgraphSource = (o: SubgraphOptions): SubgraphSource => {
  const path = new URL(o.url).pathname;
  return async (fetch, context) => {
    const { isMutation, representations } = fetch;
    if (!representations) return post(o, { body: bodyOf(fetch, undefined), isMutation, path }, context);
    const portions = portionsOf(representations);
    return joined(await Promise.all(portions.map((portion) => post(o, { body: bodyOf(fetch, portion), isMutation, path }, context))), portions);
  };
};
