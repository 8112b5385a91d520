import { getNamedType, isLeafType, isObjectType, isRequiredArgument, type GraphQLObjectType } from 'graphql';

/** Every field of a type that takes no argument, and of what hangs on it, `depth` levels deep: what a curious client would ask for. */
export const everythingOf = (type: GraphQLObjectType, depth: number): string => {
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const asked = fields.flatMap(({ name, type: of }) => {
    const named = getNamedType(of);
    if (isLeafType(named)) return [name];
    return isObjectType(named) && depth > 1 ? [`${name} { ${everythingOf(named, depth - 1)} }`] : [];
  });
  return ['__typename', ...asked].join(' ');
};
