import type { GraphQLDataSource } from '@apollo/gateway';
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
type Fetch = Readonly<{ query: string; operationName?: string; variables: Readonly<Record<string, unknown>> }>;
type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];
type ProcessAnswer = Awaited<ReturnType<GraphQLDataSource['process']>>;

const isMutation = (query: string): boolean => query.startsWith('mutation');

const parsed = ({ text }: HttpAnswer): SubgraphAnswer | null => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && ('data' in body || 'errors' in body) ? (body as SubgraphAnswer) : null;
  } catch {
    return null;
  }
};

const postFetch = async (o: SubgraphOptions, fetch: Fetch, { actor, deadline }: GatewayContext): Promise<SubgraphAnswer> => {
  const body = JSON.stringify(fetch);
  const identity = o.sign({ actor, audience: o.name, method: 'POST', path: new URL(o.url).pathname, bodyHash: bodyHashOf(body) });
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
    throw failureOf(answer.error, isMutation(fetch.query));
  }
  const { status } = answer.value;
  const result = parsed(answer.value);
  // 400 with GraphQL errors is how a subgraph says that a variable is wrong; the client must hear it.
  if (result && (status < 400 || (status === 400 && result.errors))) return result;
  o.log.error({ subgraph: o.name, status }, 'a subgraph answered with something that is no GraphQL result');
  throw badAnswer(isMutation(fetch.query), status);
};

/**
 * Sends the fetches of a query plan to one subgraph, each with an identity signed for exactly its bytes. Errors are masked; an unknown
 * outcome of a mutation is told as such.
 */
export const createSubgraphDataSource = (o: SubgraphOptions): GraphQLDataSource => ({
  async process({ request, context }: ProcessOptions): Promise<ProcessAnswer> {
    const portions = portionsOf(request.variables ?? {});
    const { query = '', operationName } = request;
    const answers = await Promise.all(portions.map((variables) => postFetch(o, { query, operationName, variables }, context as GatewayContext)));
    return joined(answers, portions) as ProcessAnswer;
  },
});
