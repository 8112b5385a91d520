import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CommitUnknown, isBusy, isConnectionLoss } from '../db/errors';
import type { Log } from '../log';
import { withoutQuotedValues } from './quoted-values';

/** Extensions that may leave; everything else (stack traces, driver fields) stays. */
const openExtensions = ['code', 'field', 'rule', 'reason', 'retryAfterMs'] as const;

const openOnly = (extensions: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  Object.fromEntries(openExtensions.flatMap((name) => (name in extensions ? [[name, extensions[name]]] : [])));

/** Thrown on purpose, or found by GraphQL in the client's own text; anything else is a bug or a broken dependency. */
const isExpected = (error: unknown): boolean => unwrapResolverError(error) instanceof GraphQLError && (!(error instanceof GraphQLError) || !error.originalError || error.originalError instanceof GraphQLError);

/** An error as it may leave: without stack traces, driver fields, what the client sent and the like. */
export const toldError = ({ message, locations, path, extensions }: GraphQLFormattedError): GraphQLFormattedError => ({ message: withoutQuotedValues(message), locations, path, extensions: openOnly(extensions) });

type Told = Readonly<{ message: string; code: string }>;

/** The database is away or did not confirm: nothing is wrong with the request, and it may be sent again. */
const passing = (error: unknown): Told | null => {
  if (error instanceof CommitUnknown) return { code: 'OUTCOME_UNKNOWN', message: 'It is not known whether this was done. Send it again with the same idempotencyKey: it will not be done twice.' };
  return isConnectionLoss(error) || isBusy(error) ? { code: 'SERVICE_UNAVAILABLE', message: 'This part of the answer is not available at the moment. Try again.' } : null;
};

/**
 * Apollo's `formatError`: errors thrown on purpose pass with their code; of all others the client learns only that there was one, or
 * that it may try again, and the log learns the rest.
 */
export const maskErrors = (log: Log) => (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
  if (isExpected(error) && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return toldError(formatted);
  const { locations, path } = formatted;
  const cause = unwrapResolverError(error);
  const told = passing(cause);
  log[told ? 'warn' : 'error']({ err: cause }, 'a resolver failed');
  const { message, code } = told ?? { message: 'Something went wrong on our side.', code: 'INTERNAL_SERVER_ERROR' };
  return { message, locations, path, extensions: { code } };
};
