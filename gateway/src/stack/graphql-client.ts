import { setTimeout as pause } from 'node:timers/promises';

/** The gateway could not say whether it was done: the same request, with the same idempotency key, may be sent again. */
export class TryAgain extends Error {}

const passing = new Set(['SERVICE_UNAVAILABLE', 'OUTCOME_UNKNOWN']);

/** Asks the gateway as a client with a bearer token would. @throws with the server's own words when the answer carries errors. */
export type GraphqlClient = <T = Record<string, unknown>>(document: string, variables?: Readonly<Record<string, unknown>>) => Promise<T>;

type Answer<T> = { data?: T | null; errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[] };

/** Nothing was sent to a gateway that does not listen: it may be starting again. */
const refusedToTryAgain = (error: Error): never => {
  throw (error.cause as { code?: unknown } | undefined)?.code === 'ECONNREFUSED' ? new TryAgain('The gateway does not listen', { cause: error }) : error;
};

export const graphqlClient =
  (url: string, token: string): GraphqlClient =>
  async <T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    }).catch(refusedToTryAgain);
    const { data, errors } = (await response.json()) as Answer<T>;
    if (errors !== undefined || data === undefined || data === null) {
      const said = errors?.map(({ message, path, extensions }) => `${path?.join('.') ?? ''} ${extensions?.code ?? ''} ${message}`.trim()).join('; ');
      const text = `The gateway answered ${response.status}: ${said ?? 'no data'}`;
      throw errors?.some(({ extensions }) => passing.has(extensions?.code ?? '')) ? new TryAgain(text) : new Error(text);
    }
    return data;
  };

type Outcome = { __typename: string; message?: string; field?: string };

/** What was configured or placed a moment ago reaches the other services by events: until then they say that they do not know it. */
const onItsWay = ({ __typename, field = '' }: Outcome): boolean => ['NotReadyYet', 'NoSuitableContract'].includes(__typename) || (__typename === 'ValidationFailed' && field.endsWith('warehouseId'));

/** The success member of a mutation's answer. @throws naming the error type, its field and its message. */
export const succeeded = <T extends Outcome>(outcome: T): T => {
  if (outcome.__typename.endsWith('Success')) return outcome;
  if (onItsWay(outcome)) throw new TryAgain(outcome.message);
  throw new Error(`${outcome.__typename}${outcome.field ? ` (${outcome.field})` : ''}: ${outcome.message ?? ''}`);
};

const tryAgainMs = 250;

/** Repeats what may pass by itself, as a client with an idempotency key should, for as long as `patienceMs`. */
export const patiently = async <T>(work: () => Promise<T>, patienceMs = 30_000): Promise<T> => {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TryAgain) || Date.now() > deadline) throw error;
      await pause(tryAgainMs);
    }
  }
};
