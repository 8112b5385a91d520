import { executeSync, Kind, type DocumentNode, type FieldNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Variables } from './run';

export type Introspected = Readonly<{ schema: GraphQLSchema; document: DocumentNode; definition: OperationDefinitionNode }>;

/** Answers one __schema or __type of an operation from the client's own schema. */
export const introspect = ({ schema, document, definition }: Introspected, nodes: readonly FieldNode[], variables: Variables): unknown => {
  const others = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const alone: OperationDefinitionNode = { ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections: nodes } };
  const { data } = executeSync({ schema, document: { kind: Kind.DOCUMENT, definitions: [alone, ...others] }, variableValues: variables });
  const [first] = nodes;
  return data?.[first?.alias?.value ?? first?.name.value ?? ''] ?? null;
};
