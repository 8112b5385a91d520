import { operationFromDocument, Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';

/** What the executor of `@apollo/gateway` wants, and a planner of our own: the gateway keeps its planner to itself. */
export type PlannedSupergraph = Readonly<{
  /** What clients see. */
  apiSchema: GraphQLSchema;
  /** With everything of composition in it. */
  supergraphSchema: GraphQLSchema;
  /** The API schema in Apollo's own model. */
  internalSchema: Schema;
  /** @throws GraphQLError when the operation cannot be planned */
  plan: (document: DocumentNode, operationName?: string) => QueryPlan;
}>;

export const loadSupergraph = (sdl: string): PlannedSupergraph => {
  const supergraph = Supergraph.build(sdl);
  const internalSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  return {
    internalSchema,
    apiSchema: internalSchema.toGraphQLJSSchema(),
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    plan: (document, operationName) => planner.buildQueryPlan(operationFromDocument(internalSchema, document, { operationName })),
  };
};
