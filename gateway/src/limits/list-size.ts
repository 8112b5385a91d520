import { getNullableType, isListType, valueFromASTUntyped, type FieldNode, type GraphQLField } from 'graphql';

const listSizeGuess = 10;
const pageSizeGuess = 20;
const pageArguments = new Set(['first', 'last']);

export type Variables = Readonly<Record<string, unknown>>;

/** The sizes that a field's page arguments say, by argument name; a variable that was left out counts as not said. */
export const pageSizes = (node: FieldNode, variables: Variables): { argument: string; size: unknown }[] =>
  (node.arguments ?? [])
    .filter(({ name }) => pageArguments.has(name.value))
    .map(({ name, value }) => ({ argument: name.value, size: valueFromASTUntyped(value, variables) as unknown }))
    .filter(({ size }) => size !== undefined && size !== null);

const defaultPageSize = (field: GraphQLField<unknown, unknown>): number => {
  const argument = field.args.find(({ name }) => pageArguments.has(name));
  return typeof argument?.defaultValue === 'number' ? argument.defaultValue : pageSizeGuess;
};

/** How many times what is below this field is expected to be resolved. */
export const expectedSize = (o: { node: FieldNode; field: GraphQLField<unknown, unknown>; parentName: string; variables: Variables }): number => {
  const [said] = pageSizes(o.node, o.variables);
  if (typeof said?.size === 'number') return Math.max(said.size, 1);
  if (o.field.args.some(({ name }) => pageArguments.has(name))) return defaultPageSize(o.field);
  // `edges` of a connection repeats what `first` on the connection has counted already.
  const counted = o.parentName.endsWith('Connection');
  return isListType(getNullableType(o.field.type)) && !counted ? listSizeGuess : 1;
};
