import { setTimeout as pause } from 'node:timers/promises';
import type { Shop } from '../system/shop';

/** The run is over and the client was still waiting. */
export class GaveUp extends Error {}

export type Who = keyof Shop['tokens'];
export type Outcome = Readonly<{ __typename: string; message?: string; field?: string }> & Readonly<Record<string, unknown>>;
type Answer = { data?: Record<string, unknown> | null; errors?: { message: string; extensions?: { code?: string } }[] };

/** A client of the gateway as real ones are: what may pass by itself is sent again with the same idempotency key. */
export type Client = Readonly<{
  query(who: Who, document: string, variables: object): Promise<Record<string, unknown>>;
  /** Sends until it was answered with something that stays: a success, or a refusal that more waiting does not change. */
  mutate(who: Who, name: string, ask: Readonly<{ input: object; selection: string }>): Promise<Outcome>;
}>;

const answerWithinMs = 20_000;
const [firstPauseMs, longestPauseMs] = [200, 2_000];
const passing = new Set(['SERVICE_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'INTERNAL_SERVER_ERROR', 'INCOMPLETE_ANSWER']);

class Passing extends Error {}

const ask = async (url: string, token: string, body: object): Promise<Record<string, unknown>> => {
  const send = async (): Promise<{ status: number; text: string }> => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(body), signal: AbortSignal.timeout(answerWithinMs) });
    return { status: response.status, text: await response.text() };
  };
  const { status, text } = await send().catch((error: unknown) => {
    throw new Passing(String(error));
  });
  if (status >= 500 || status === 429) throw new Passing(`${status}`);
  const { data, errors } = JSON.parse(text) as Answer;
  if (!errors && data) return data;
  const told = `${status}: ${errors?.map(({ message, extensions }) => `${extensions?.code ?? ''} ${message}`).join('; ')}`;
  throw errors?.some(({ extensions }) => passing.has(extensions?.code ?? '')) ? new Passing(told) : new Error(told);
};

/** Other services hear by events what was placed or configured a moment ago, and an operation whose answer was lost holds back the next. */
const willPass = ({ __typename, field = '' }: Outcome): boolean =>
  ['NotReadyYet', 'NoSuitableContract'].includes(__typename) || (__typename === 'ValidationFailed' && field.endsWith('warehouseId'));

const again = async <T>(over: AbortSignal, work: () => Promise<T>): Promise<T> => {
  for (let waitMs = firstPauseMs; ; waitMs = Math.min(2 * waitMs, longestPauseMs)) {
    if (over.aborted) throw new GaveUp('the gateway gave no answer that stays');
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
    }
    await pause(waitMs);
  }
};

export const clientOf = (graphql: string, { tokens }: Shop, over: AbortSignal): Client => {
  const query: Client['query'] = (who, document, variables) => again(over, () => ask(graphql, tokens[who], { query: document, variables }));
  return {
    query,
    mutate: (who, name, { input, selection }) => {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      const document = `mutation ($input: ${type}Input!) { outcome: ${name}(input: $input) { __typename ... on ${type}Success { ${selection} } ... on Error { message } ... on ValidationFailed { field } } }`;
      return again(over, async () => {
        const { outcome } = (await query(who, document, { input })) as { outcome: Outcome };
        if (willPass(outcome)) throw new Passing(outcome.message);
        return outcome;
      });
    },
  };
};
