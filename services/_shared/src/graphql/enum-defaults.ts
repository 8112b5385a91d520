import { isInputObjectType, isInterfaceType, isObjectType, valueFromAST, type GraphQLArgument, type GraphQLInputField, type GraphQLSchema } from 'graphql';

const restore = (input: GraphQLArgument | GraphQLInputField): void => {
  const written = input.astNode?.defaultValue;
  if (written) input.defaultValue = valueFromAST(written, input.type);
};

/**
 * Reads default values again from their text. The subgraph library reads them before it learns the enums' inner values, so that
 * `= CAPTURE` would reach the code as "CAPTURE" where an explicit CAPTURE arrives as "capture".
 */
export const restoreEnumDefaults = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach(restore);
    if (isObjectType(type) || isInterfaceType(type)) Object.values(type.getFields()).forEach(({ args }) => args.forEach(restore));
  }
  return schema;
};
