import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { maskErrors, toldError } from '@paygraph/shared/graphql/mask-errors';
import type { Log } from '@paygraph/shared/log';

/** From a subgraph these mean that it and the planner disagree about the schema: our fault, and the texts quote the inner query. */
const ours = new Set(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'DOWNSTREAM_SERVICE_ERROR', 'UNAUTHENTICATED', 'INTERNAL_SERVER_ERROR']);

const fromSubgraph = ({ extensions = {} }: GraphQLFormattedError): 'told' | 'ours' | 'no' => {
  if (typeof extensions['serviceName'] !== 'string') return 'no';
  return ours.has(String(extensions['code'])) ? 'ours' : 'told';
};

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** Subgraphs mask their own errors; here the rest is masked, and where an error came from is not told. */
export const createFormatError = (log: Log): FormatError => {
  const mask = maskErrors(log);
  return (formatted, error) => {
    const origin = fromSubgraph(formatted);
    if (origin === 'told') return toldError(formatted);
    return origin === 'ours' ? mask(formatted, new Error(`from a subgraph: ${formatted.message}`)) : mask(formatted, error);
  };
};

/** For channels that Apollo Server does not format. */
export const formatAll = (format: FormatError, errors: readonly GraphQLError[]): GraphQLFormattedError[] => errors.map((error) => format(error.toJSON(), error));
