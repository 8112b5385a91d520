import type { FetchNode } from '@apollo/query-planner';
import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** What is opened upstream. `remember` notes the cursor of an event, so that the next opening goes on behind it. */
export type UpstreamOperation = Readonly<{
  payload: { query: string; operationName?: string; variables: Record<string, unknown> };
  remember: (data: Readonly<Record<string, unknown>> | null | undefined) => void;
}>;

const afterArgument = 'after';
const cursorField = 'cursor';
const afterVariable = 'gateway_after';
const cursorAlias = 'gateway_cursor';

const usedVariables = (fetch: FetchNode, variables: Variables): Record<string, unknown> =>
  Object.fromEntries((fetch.variableUsages ?? []).filter((name) => variables[name] !== undefined).map((name) => [name, variables[name]]));

const operationOf = (document: DocumentNode): OperationDefinitionNode | undefined => document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);

const rootFieldOf = (operation: OperationDefinitionNode | undefined): FieldNode | undefined =>
  operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);

/** The type of the `after` argument, without its "!", where the field has one and its events carry a `cursor`. */
const resumableType = (schema: GraphQLSchema, field: FieldNode): string | null => {
  const definition = schema.getSubscriptionType()?.getFields()[field.name.value];
  const argument = definition?.args.find(({ name }) => name === afterArgument);
  const event = definition && getNamedType(definition.type);
  const carriesCursor = (isObjectType(event) || isInterfaceType(event)) && cursorField in event.getFields();
  return argument && carriesCursor ? String(getNamedType(argument.type)) : null;
};

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;

const withCursor = (field: FieldNode): FieldNode => {
  const after: ArgumentNode = { kind: Kind.ARGUMENT, name: name(afterArgument), value: { kind: Kind.VARIABLE, name: name(afterVariable) } };
  const cursor: FieldNode = { kind: Kind.FIELD, alias: name(cursorAlias), name: name(cursorField) };
  return {
    ...field,
    arguments: [...(field.arguments ?? []).filter((argument) => argument.name.value !== afterArgument), after],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...(field.selectionSet?.selections ?? []), cursor] },
  };
};

const variablesIn = (node: OperationDefinitionNode | DocumentNode): Set<string> => {
  const names = new Set<string>();
  visit(node, {
    VariableDefinition: () => false,
    Variable: (variable) => void names.add(variable.name.value),
  });
  return names;
};

const rewritten = (document: DocumentNode, field: FieldNode, type: string): { query: string; variables: Set<string> } => {
  const withField = visit(document, { Field: (node) => (node === field ? withCursor(node) : undefined) });
  const used = variablesIn(withField);
  const definition = operationOf(parse(`subscription($${afterVariable}: ${type}) { x }`))?.variableDefinitions ?? [];
  const query = visit(withField, {
    OperationDefinition: (node) => ({
      ...node,
      variableDefinitions: [...(node.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)), ...definition],
    }),
  });
  return { query: print(query), variables: used };
};

const startOf = (field: FieldNode, variables: Variables): unknown => {
  const given = field.arguments?.find((argument) => argument.name.value === afterArgument);
  return (given && valueFromASTUntyped(given.value, variables)) ?? null;
};

/**
 * The primary fetch of a subscription as it is opened upstream. Where the field takes `after` and its events carry `cursor`, the
 * operation is rewritten to always ask for the cursor, and every reopening asks for what came after the last one: nothing is missed and
 * nothing comes twice when a subgraph restarts.
 */
export const upstreamOperation = (schema: GraphQLSchema, fetch: FetchNode, variables: Variables): UpstreamOperation => {
  const document = parse(fetch.operation);
  const field = rootFieldOf(operationOf(document));
  const type = field && resumableType(schema, field);
  const own = usedVariables(fetch, variables);
  if (!field || !type) return { payload: { query: fetch.operation, operationName: fetch.operationName, variables: own }, remember: () => undefined };
  const { query, variables: used } = rewritten(document, field, type);
  const kept = Object.fromEntries(Object.entries(own).filter(([key]) => used.has(key)));
  // One object for all openings: the WebSocket client writes it anew each time that it subscribes.
  const payload = { query, operationName: fetch.operationName, variables: { ...kept, [afterVariable]: startOf(field, variables) } };
  const key = field.alias?.value ?? field.name.value;
  return {
    payload,
    remember: (data) => {
      const event = data?.[key] as Readonly<Record<string, unknown>> | null | undefined;
      if (event?.[cursorAlias] !== undefined) payload.variables[afterVariable] = event[cursorAlias];
    },
  };
};
