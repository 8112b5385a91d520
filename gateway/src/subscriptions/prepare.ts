import type { SubscriptionNode } from '@apollo/query-planner';
import { getOperationAST, GraphQLError, parse, validate, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import { err, ok, type Result } from '@paygraph/shared/result';
import { brokenLimit } from '../limits/check';
import type { Limits } from '../limits/limits';
import type { OperationRequest } from '../safelist';
import type { PlannedSupergraph } from '../supergraph';
import { planCache } from './plan-cache';

export type PreparedSubscription = Readonly<{
  document: DocumentNode;
  operation: OperationDefinitionNode;
  plan: SubscriptionNode;
  variables: Readonly<Record<string, unknown>>;
}>;
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

type Parts = Readonly<{ supergraph: PlannedSupergraph; limits: Limits }>;

const checked = ({ supergraph, limits }: Parts, document: DocumentNode, request: OperationRequest): Result<OperationDefinitionNode, readonly GraphQLError[]> => {
  const errors = validate(supergraph.apiSchema, document, undefined, { maxErrors: 10 });
  if (errors.length > 0) return err(invalid(errors));
  const operation = getOperationAST(document, request.operationName);
  if (operation?.operation !== 'subscription') return err(refusal('This address is for one subscription at a time; send queries and mutations by POST to /graphql.'));
  const variables = request.variables ?? {};
  const { errors: wrong } = getVariableValues(supergraph.apiSchema, operation.variableDefinitions ?? [], variables, { maxErrors: 10 });
  if (wrong) return err(wrong.flatMap(({ message }) => refusal(message, 'BAD_USER_INPUT')));
  const limit = brokenLimit({ schema: supergraph.apiSchema, document, operation, variables }, limits);
  return limit ? err([limit]) : ok(operation);
};

/** Reads, checks and plans subscriptions; nothing is opened yet. Plans are kept by text, as the gateway keeps those of queries. */
export const createPrepare = (parts: Parts): Prepare => {
  const plans = planCache((document, name) => parts.supergraph.plan(document, name));
  return (request) => {
    const document = parsed(request.query ?? '', parts.limits);
    if (!document.ok) return document;
    const operation = checked(parts, document.value, request);
    if (!operation.ok) return operation;
    const plan = plans(request.query ?? '', document.value, request.operationName);
    if (plan?.kind !== 'Subscription') return err(refusal('This subscription cannot be planned.'));
    return ok({ document: document.value, operation: operation.value, plan, variables: request.variables ?? {} });
  };
};
