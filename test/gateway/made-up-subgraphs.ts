import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, getNamedType, GraphQLError, isAbstractType, isEnumType, isListType, isNonNullType, isObjectType, Kind, parse, type ConstDirectiveNode, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLOutputType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';

type Made = { __typename: string; id?: unknown; '#': string };
export type Body = Readonly<{ query: string; operationName?: string; variables: Record<string, unknown> }>;
export type Answer = { data?: Record<string, unknown> | null; errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[] };

/** The same number for the same text, whoever asks and in whatever order. */
const dice = (text: string): number => {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619) >>> 0;
  return hash >>> 3;
};

const leaves: Readonly<Record<string, (seed: number) => unknown>> = {
  Int: (seed) => seed % 100, MinorUnits: (seed) => seed % 10_000, Float: (seed) => (seed % 100) / 4, Boolean: (seed) => seed % 2 === 0, ID: (seed) => `i${seed % 6}`, String: (seed) => `s${seed % 90}`, DateTime: () => '2026-01-01T00:00:00Z',
};

const refuse = (seed: number): never => {
  throw seed % 2 === 0 ? new GraphQLError(`refused ${seed % 5}`, { extensions: { code: 'TOO_EARLY' } }) : new GraphQLError(`broke ${seed % 5}`);
};

const madeObject = (type: GraphQLObjectType, at: string): Made => {
  const id = `i${dice(at) % 6}`;
  return 'id' in type.getFields() ? { __typename: type.name, id, '#': `${type.name}:${id}` } : { __typename: type.name, '#': at };
};

const madeValue = (schema: GraphQLSchema, type: GraphQLOutputType, at: string): unknown => {
  const seed = dice(at);
  if (isListType(type)) return Array.from({ length: seed % 4 }, (_, index) => made(schema, type.ofType, `${at}${index}`));
  if (isEnumType(type)) return type.getValues()[seed % type.getValues().length]?.name;
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const object = possible[seed % possible.length];
  return isObjectType(object) ? madeObject(object, at) : leaves[getNamedType(type).name]?.(seed);
};

/** Null or refused now and then, where null may be more often. */
const made = (schema: GraphQLSchema, type: GraphQLOutputType, at: string): unknown => {
  const seed = dice(at);
  if (isNonNullType(type)) return seed % 211 === 0 ? refuse(seed) : madeValue(schema, type.ofType, `${at}!`);
  if (seed % 13 === 0) return null;
  return seed % 37 === 1 ? refuse(seed) : madeValue(schema, type, at);
};

const resolve: GraphQLFieldResolver<Partial<Made> | undefined, unknown> = (...[source, args, , info]) => {
  const own = source?.[info.fieldName as keyof Made];
  if (own !== undefined) return own;
  return made(info.schema, info.returnType, `${source?.['#'] ?? info.parentType.name}.${info.fieldName}(${JSON.stringify(args)})`);
};

/** Some entities are missing and some cannot be read. Of an entity that is an interface the id says which of its types it is. */
const resolveReference = ({ __typename, id }: Made, _context: unknown, { schema }: GraphQLResolveInfo): unknown => {
  const type = schema.getType(__typename);
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const name = possible[dice(String(id)) % possible.length]?.name ?? __typename;
  const seed = dice(`reference ${name}:${String(id)}`);
  if (seed % 5 === 0) return null;
  return seed % 7 === 1 ? refuse(seed) : { __typename: name, id, '#': `${name}:${String(id)}` };
};

const hasKey = ({ directives = [] }: { directives?: readonly ConstDirectiveNode[] }): boolean => directives.some(({ name }) => name.value === 'key');

const schemaOf = (sdl: string): GraphQLSchema => {
  const typeDefs = parse(sdl);
  const names = typeDefs.definitions.flatMap((node) => ((node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) && hasKey(node) ? [node.name.value] : []));
  return buildSubgraphSchema([{ typeDefs, resolvers: Object.fromEntries(names.map((name) => [name, { __resolveReference: resolveReference }])) }]);
};

/** Breaks what a schema promises, here and there, by the content alone: a null, a value that no enum has. */
const broken = (value: unknown, name: string): unknown => {
  if (Array.isArray(value)) return value.map((element) => broken(element, name));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, broken(inner, key)]));
  const seed = dice(`${name}=${String(value)}`);
  if (name === '__typename' || name === 'id' || value === null) return value;
  if (seed % 43 === 0) return null;
  return seed % 41 === 0 ? 'MADE_UP' : value;
};

type Subgraph = (body: Body) => Promise<Answer>;

/** Subgraphs that answer everything, always the same, with nulls, errors, missing entities and broken promises among it. */
export const madeUpSubgraphs = (sdl: Readonly<Record<string, string>>): Readonly<Record<string, Subgraph>> =>
  Object.fromEntries(Object.entries(sdl).map(([name, text]): [string, Subgraph] => {
    const schema = schemaOf(text);
    return [name, async ({ query, operationName, variables }) => {
      if (dice(query) % 53 === 0) throw new GraphQLError('The subgraph is away.', { extensions: { code: 'SERVICE_UNAVAILABLE' } });
      const result = await execute({ schema, document: parse(query), operationName, variableValues: variables, fieldResolver: resolve as GraphQLFieldResolver<unknown, unknown> });
      const { data, errors } = JSON.parse(JSON.stringify(result)) as Answer;
      return { ...(data === undefined ? {} : { data: broken(data, '') as Answer['data'] }), ...(errors ? { errors } : {}) };
    }];
  }));
