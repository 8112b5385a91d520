import { GraphQLError, type GraphQLSchema } from 'graphql';

/** The gateway asks for entities in portions of this size. */
export const representationsMax = 100;

/** Limits on depth or tokens do not look into variables, so a list of 20 000 references would pass them all. */
export const capEntities = (schema: GraphQLSchema): GraphQLSchema => {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const resolve = field?.resolve;
  if (!field || !resolve) return schema;
  field.resolve = (...call) => {
    const { representations } = call[1] as { representations: readonly unknown[] };
    if (representations.length <= representationsMax) return resolve(...call) as unknown;
    throw new GraphQLError(`_entities takes at most ${representationsMax} representations at once.`, { extensions: { code: 'TOO_MANY_REPRESENTATIONS', http: { status: 400 } } });
  };
  return schema;
};
