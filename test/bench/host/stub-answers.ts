import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, isEnumType, isListType, isNonNullType, isObjectType, parse, type GraphQLFieldResolver, type GraphQLOutputType, type GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../kit/root';

type Made = Readonly<{ __typename: string; id?: string; at: string }>;

const pageSize = 20;
const leaves: Readonly<Record<string, unknown>> = { Int: 3, MinorUnits: 129_900, Float: 1.5, Boolean: true, String: 'Some text of usual length', DateTime: '2026-01-01T00:00:00.000Z' };

const made = (type: GraphQLOutputType, at: string): unknown => {
  if (isNonNullType(type)) return made(type.ofType, at);
  if (isListType(type)) return Array.from({ length: at.endsWith('edges') ? pageSize : 2 }, (_, index) => made(type.ofType, `${at}.${index}`));
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isObjectType(type)) return { __typename: type.name, at, ...('id' in type.getFields() ? { id: at } : {}) } satisfies Made;
  return 'name' in type && type.name !== 'ID' ? leaves[type.name] : at;
};

const resolve: GraphQLFieldResolver<Partial<Made> | undefined, unknown, { id?: string }> = (...[source, { id }, , { fieldName, returnType }]) => {
  if (source && (fieldName === 'id' || fieldName === '__typename')) return source[fieldName];
  return made(returnType, id ?? `${source?.at ?? source?.id ?? ''}.${fieldName}`);
};

export type Answer = (body: string) => Promise<string>;

/** A subgraph of the committed schema that answers everything in full, and what it was asked before with the same bytes. */
export const stubAnswers = (name: string): Answer => {
  const schema: GraphQLSchema = buildSubgraphSchema([{ typeDefs: parse(readFileSync(join(root, `schema/subgraphs/${name}.graphql`), 'utf8')) }]);
  const known = new Map<string, Promise<string>>();
  const answer = async (body: string): Promise<string> => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    return JSON.stringify(await execute({ schema, document: parse(query), variableValues: variables, fieldResolver: resolve as GraphQLFieldResolver<unknown, unknown> }));
  };
  return (body) => {
    const once = known.get(body) ?? answer(body);
    known.set(body, once);
    return once;
  };
};
