import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';

/** The schemas of a supergraph, and Apollo's planner for them. */
export type PlannedSupergraph = Readonly<{
  sdl: string;
  subgraphNames: readonly string[];
  /** What clients see. */
  apiSchema: GraphQLSchema;
  /** With everything of composition in it. */
  supergraphSchema: GraphQLSchema;
  /** @throws GraphQLError when the operation cannot be planned */
  plan: (document: DocumentNode, operationName?: string) => QueryPlan;
}>;

export const loadSupergraph = (sdl: string): PlannedSupergraph => {
  const supergraph = Supergraph.build(sdl);
  const internalSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  return {
    sdl,
    subgraphNames: supergraph.subgraphsMetadata().map(({ name }) => name),
    apiSchema: internalSchema.toGraphQLJSSchema(),
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    plan: (document, operationName) => planner.buildQueryPlan(operationFromDocument(internalSchema, document, { operationName })),
  };
};
