import { isAbstractType, isInterfaceType, type GraphQLSchema } from 'graphql';
import type { JsonObject } from './run';

/** Names of all types of which an object of the supergraph may be to fulfil `... on condition`. */
const namesUnder = (schema: GraphQLSchema, condition: string): ReadonlySet<string> => {
  const type = schema.getType(condition);
  if (!isAbstractType(type)) return new Set([condition]);
  const interfaces = isInterfaceType(type) ? schema.getImplementations(type).interfaces : [];
  return new Set([condition, ...[...schema.getPossibleTypes(type), ...interfaces].map(({ name }) => name)]);
};

/** Whether an object, by its __typename, is of the type; `untyped` is the answer for one that has none. */
export const typeTest = (schema: GraphQLSchema, condition: string, untyped: boolean): ((object: JsonObject) => boolean) => {
  const names = namesUnder(schema, condition);
  return ({ __typename: name }) => (typeof name === 'string' && name !== '' ? names.has(name) : untyped);
};
