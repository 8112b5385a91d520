import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@paygraph/shared/result';

/** sha256 of the text in hex -> text. */
export type Safelist = ReadonlyMap<string, string>;
export type OperationRequest = Readonly<{ query?: string; operationName?: string; variables?: Record<string, unknown> }>;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads `{ "<sha256>": "<text>" }`. @throws when a text does not have the hash it is filed under */
export const parseSafelist = (json: string): Safelist => {
  const list = new Map(Object.entries(JSON.parse(json) as Record<string, string>));
  for (const [hash, text] of list) {
    if (hashOf(text) !== hash) throw new Error(`The safelist files a text under ${hash} that has another sha256.`);
  }
  return list;
};

const textOrNone = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const askedHash = (body: Readonly<Record<string, unknown>>): string | undefined => {
  const extensions = body['extensions'] as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined;
  return textOrNone(body['documentId']) ?? textOrNone(extensions?.persistedQuery?.sha256Hash);
};

const notListed = 'This operation is not on the list of known operations. Register it with the release of the client.';

const textOf = (body: Readonly<Record<string, unknown>>, safelist: Safelist | undefined): Result<string | undefined, string> => {
  const query = textOrNone(body['query']);
  if (!safelist) return ok(query);
  const text = safelist.get(askedHash(body) ?? (query === undefined ? '' : hashOf(query)));
  return text !== undefined && (query === undefined || query === text) ? ok(text) : err(notListed);
};

/**
 * The operation that a body asks for. With a safelist only its texts pass, asked for by hash (`documentId`, or
 * `extensions.persistedQuery.sha256Hash`) or in full; the error is a sentence for the client.
 */
export const operationRequest = (body: Readonly<Record<string, unknown>>, safelist: Safelist | undefined): Result<OperationRequest, string> => {
  const query = textOf(body, safelist);
  if (!query.ok) return query;
  const { operationName, variables } = body;
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables))) return err('"variables" is an object.');
  const request = { query: query.value, operationName: textOrNone(operationName), variables: variables ?? undefined };
  // Apollo Server takes a key that is there without a value for a mistake of the client.
  return ok(Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)));
};
