import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from '../log';

/** Extensions that may leave; everything else (stack traces, driver fields) stays. */
const openExtensions = ['code', 'field', 'rule', 'reason', 'retryAfterMs'] as const;

const openOnly = (extensions: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  Object.fromEntries(openExtensions.flatMap((name) => (name in extensions ? [[name, extensions[name]]] : [])));

/** Thrown on purpose, or found by GraphQL in the client's own text; anything else is a bug or a broken dependency. */
const isExpected = (error: unknown): boolean => unwrapResolverError(error) instanceof GraphQLError && (!(error instanceof GraphQLError) || !error.originalError || error.originalError instanceof GraphQLError);

/** An error as it may leave: without stack traces, driver fields and the like. */
export const toldError = ({ message, locations, path, extensions }: GraphQLFormattedError): GraphQLFormattedError => ({ message, locations, path, extensions: openOnly(extensions) });

/**
 * Apollo's `formatError`: errors thrown on purpose pass with their code; of all others the client learns only that there was one, and
 * the log learns the rest.
 */
export const maskErrors = (log: Log) => (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
  if (isExpected(error) && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return toldError(formatted);
  const { locations, path } = formatted;
  log.error({ err: unwrapResolverError(error) }, 'a resolver failed');
  return { message: 'Something went wrong on our side.', locations, path, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
};
