/** Asks the gateway as a client with a bearer token would. @throws with the server's own words when the answer carries errors. */
export type GraphqlClient = <T = Record<string, unknown>>(document: string, variables?: Readonly<Record<string, unknown>>) => Promise<T>;

type Answer<T> = { data?: T | null; errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[] };

export const graphqlClient =
  (url: string, token: string): GraphqlClient =>
  async <T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const { data, errors } = (await response.json()) as Answer<T>;
    if (errors !== undefined || data === undefined || data === null) {
      const said = errors?.map(({ message, path, extensions }) => `${path?.join('.') ?? ''} ${extensions?.code ?? ''} ${message}`.trim()).join('; ');
      throw new Error(`The gateway answered ${response.status}: ${said ?? 'no data'}`);
    }
    return data;
  };

type Outcome = { __typename: string; message?: string; field?: string };

/** The success member of a mutation's answer. @throws naming the error type, its field and its message. */
export const succeeded = <T extends Outcome>(outcome: T): T => {
  if (outcome.__typename.endsWith('Success')) return outcome;
  throw new Error(`${outcome.__typename}${outcome.field ? ` (${outcome.field})` : ''}: ${outcome.message ?? ''}`);
};
