import { Pool } from 'undici';
import type { GraphqlClient } from '@paygraph/gateway/stack/graphql-client';
import { TryAgain } from '@paygraph/gateway/stack/graphql-client';

const connections = 256;
const answerWithinMs = 30_000;
const pools = new Map<string, Pool>();

const poolOf = (origin: string): Pool => {
  const pool = pools.get(origin) ?? new Pool(origin, { connections, pipelining: 1, headersTimeout: answerWithinMs, bodyTimeout: answerWithinMs });
  pools.set(origin, pool);
  return pool;
};

export const closeClients = async (): Promise<void> => {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((pool) => pool.destroy()));
};

export type Sent = Readonly<{ status: number; text: string }>;

/** One POST of JSON on kept-alive connections. Cheaper than `fetch`: the load generator shares the machine with what it measures. */
export const postJson = async (url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Sent> => {
  const { origin, pathname } = new URL(url);
  const answer = await poolOf(origin).request({ path: pathname, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  return { status: answer.statusCode, text: await answer.body.text() };
};

type Answer<T> = { data?: T | null; errors?: { message: string; extensions?: { code?: string } }[] };
const passing = ['SERVICE_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'INTERNAL_SERVER_ERROR'];

/** The same as the gateway's own client, on the pool above. @throws TryAgain for what may pass by itself. */
export const lightClient =
  (url: string, token: string): GraphqlClient =>
  async <T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    const { status, text } = await postJson(url, JSON.stringify({ query, variables }), { authorization: `Bearer ${token}` });
    const { data, errors = [] } = JSON.parse(text) as Answer<T>;
    if (errors.length === 0 && data) return data;
    const said = `The gateway answered ${status}: ${errors.map(({ message }) => message).join('; ')}`;
    throw errors.some(({ extensions }) => passing.includes(extensions?.code ?? '')) ? new TryAgain(said) : new Error(said);
  };
