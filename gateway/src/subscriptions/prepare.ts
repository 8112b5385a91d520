import { getOperationAST, GraphQLError, parse, validate, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { Operation } from '../execution/operation';
import type { OperationOf } from '../execution/operations';
import { brokenLimit } from '../limits/check';
import type { Limits } from '../limits/limits';
import type { OperationRequest } from '../safelist';
import type { PlannedSupergraph } from '../supergraph';

export type PreparedSubscription = Readonly<{ document: DocumentNode; subscription: NonNullable<Operation['subscription']>; variables: Readonly<Record<string, unknown>> }>;
export type Prepare = (request: OperationRequest) => Result<PreparedSubscription, readonly GraphQLError[]>;

const refusal = (message: string, code = 'BAD_REQUEST'): readonly GraphQLError[] => [new GraphQLError(message, { extensions: { code } })];

const invalid = (errors: readonly GraphQLError[]): readonly GraphQLError[] =>
  errors.map(({ message, source, positions }) => new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));

const parsed = (query: string, limits: Limits): Result<DocumentNode, readonly GraphQLError[]> => {
  try {
    return ok(parse(query, { maxTokens: limits.tokens }));
  } catch (error) {
    return err(error instanceof GraphQLError ? [new GraphQLError(error.message, { extensions: { code: 'GRAPHQL_PARSE_FAILED' } })] : refusal('The operation cannot be read.'));
  }
};

type Parts = Readonly<{ supergraph: PlannedSupergraph; operationOf: OperationOf; limits: Limits }>;

const checked = ({ supergraph, limits }: Parts, document: DocumentNode, request: OperationRequest): Result<OperationDefinitionNode, readonly GraphQLError[]> => {
  const errors = validate(supergraph.apiSchema, document, undefined, { maxErrors: 10 });
  if (errors.length > 0) return err(invalid(errors));
  const operation = getOperationAST(document, request.operationName);
  if (operation?.operation !== 'subscription') return err(refusal('This address is for one subscription at a time; send queries and mutations by POST to /graphql.'));
  const limit = brokenLimit({ schema: supergraph.apiSchema, document, operation, variables: request.variables ?? {} }, limits);
  return limit ? err([limit]) : ok(operation);
};

/** Reads, checks and plans subscriptions; nothing is opened yet. */
export const createPrepare = (parts: Parts): Prepare => (request) => {
  const { query = '', variables = {} } = request;
  const document = parsed(query, parts.limits);
  if (!document.ok) return document;
  const definition = checked(parts, document.value, request);
  if (!definition.ok) return definition;
  const operation = parts.operationOf(query, { document: document.value, definition: definition.value });
  if (!operation.ok || !operation.value.subscription) return err(refusal('This subscription cannot be planned.'));
  const fit = operation.value.coerce(variables);
  if (!fit.ok) return err(fit.error.flatMap(({ message }) => refusal(message, 'BAD_USER_INPUT')));
  return ok({ document: document.value, subscription: operation.value.subscription, variables });
};
