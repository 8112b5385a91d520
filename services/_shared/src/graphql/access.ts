import { defaultFieldResolver, getNullableType, GraphQLError, isUnionType, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { Role } from '../identity';
import type { GraphContext } from './context';
import { forbidden, Forbidden } from './errors';

/** Who may use each root field, by its name: `{ Query: { order: ['ADMIN'] } }`. What is not listed does not exist for anybody. */
export type Access = Readonly<Partial<Record<'Query' | 'Mutation' | 'Subscription', Readonly<Record<string, readonly Role[]>>>>>;

type Root = GraphQLField<unknown, GraphContext>;
const federationFields = ['_service', '_entities'];

const canSayForbidden = ({ type }: Root): boolean => {
  const answer = getNullableType(type);
  return isUnionType(answer) && answer.getTypes().some(({ name }) => name === Forbidden.name);
};

const refusal = (field: Root): Forbidden => {
  const answer = forbidden();
  if (canSayForbidden(field)) return answer;
  throw new GraphQLError(answer.message, { extensions: { code: answer.code } });
};

const guarded =
  (field: Root, roles: readonly Role[], resolve: GraphQLFieldResolver<unknown, GraphContext>): GraphQLFieldResolver<unknown, GraphContext> =>
  (...asked) => {
    const [, , { actor }] = asked;
    return roles.includes(actor.role) ? resolve(...asked) : refusal(field);
  };

const guard = (root: string, field: Root, roles: readonly Role[]): void => {
  if (root === 'Subscription') field.subscribe = guarded(field, roles, field.subscribe ?? defaultFieldResolver);
  else field.resolve = guarded(field, roles, field.resolve ?? defaultFieldResolver);
};

const rootsOf = (schema: GraphQLSchema) =>
  [
    ['Query', schema.getQueryType()],
    ['Mutation', schema.getMutationType()],
    ['Subscription', schema.getSubscriptionType()],
  ] as const;

/**
 * Lets each root field answer only the roles listed for it; others get the `Forbidden` member of the field's union, or the error
 * FORBIDDEN. @throws at start when a field has no entry or an entry has no field, so that nothing is open by being forgotten.
 */
export const guardRootFields = (schema: GraphQLSchema, access: Access): GraphQLSchema => {
  for (const [root, type] of rootsOf(schema)) {
    const fields = Object.values(type?.getFields() ?? {}).filter(({ name }) => !federationFields.includes(name)) as Root[];
    const rules = access[root] ?? {};
    const unlisted = fields.filter(({ name }) => !Object.hasOwn(rules, name)).map(({ name }) => name);
    const unknown = Object.keys(rules).filter((name) => !fields.some((field) => field.name === name));
    if (unlisted.length + unknown.length > 0) throw new Error(`Access to ${root}: nobody is named for ${unlisted.join(', ') || 'none'}; no such field: ${unknown.join(', ') || 'none'}`);
    for (const field of fields) guard(root, field, rules[field.name] ?? []);
  }
  return schema;
};
