import { isObjectType, type GraphQLSchema } from 'graphql';
import type { GraphContext } from './context';

/** What the gateway knows of an entity: its type and the fields of one of its keys (and those that a field `@requires`). */
export type Reference = Readonly<{ __typename: string }> & Readonly<Record<string, unknown>>;

/**
 * Finds entities by their references, all of one type at once, in the same order. Must check the tenant again: references come from
 * whoever asked. Null where the entity does not exist for this actor.
 */
export type ReferenceResolver<C extends GraphContext = GraphContext> = (references: readonly Reference[], context: C) => Promise<readonly (object | null)[]>;

type ResolveReference = (reference: Reference, context: GraphContext) => Promise<object | null>;

/** The subgraph library asks one by one; within a request they are gathered into one call. */
const batched = (type: string, resolve: ReferenceResolver): ResolveReference => (reference, context) =>
  context.loaders.of<Reference, object>(`reference:${type}`, (references) => resolve(references, context)).load(reference);

export const referenceResolverMap = (resolvers: Readonly<Record<string, ReferenceResolver>>): Record<string, { __resolveReference: ResolveReference }> =>
  Object.fromEntries(Object.entries(resolvers).map(([type, resolve]) => [type, { __resolveReference: batched(type, resolve) }]));

const isResolvable = (schema: GraphQLSchema, name: string): boolean => {
  const type = schema.getType(name);
  const keys = isObjectType(type) ? (type.astNode?.directives ?? []).filter((directive) => directive.name.value === 'key') : [];
  return keys.some(({ arguments: args = [] }) => !args.some(({ name: arg, value }) => arg.value === 'resolvable' && value.kind === 'BooleanValue' && !value.value));
};

/** @throws when an entity could be asked for and nobody checks whether the asker may see it, or a resolver names no entity. */
export const demandReferences = (schema: GraphQLSchema, given: readonly string[]): void => {
  const resolvable = Object.keys(schema.getTypeMap()).filter((name) => isResolvable(schema, name));
  const missing = resolvable.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !resolvable.includes(name));
  if (missing.length > 0) throw new Error(`These entities have no reference resolver: ${missing.join(', ')}.`);
  if (unknown.length > 0) throw new Error(`These reference resolvers belong to no type with a resolvable @key: ${unknown.join(', ')}.`);
};
