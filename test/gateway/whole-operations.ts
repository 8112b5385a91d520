import { getNamedType, isAbstractType, isObjectType, isRequiredArgument, type GraphQLField, type GraphQLOutputType, type GraphQLSchema } from 'graphql';
import { everythingOf } from '../kit/selection';
import { valueOf, type MadeUp } from './made-up-operations';
import { tapeOf } from './tape';

type Field = GraphQLField<unknown, unknown>;
type Part = Readonly<{ text: string; definitions: readonly string[]; variables: Readonly<Record<string, unknown>> }>;

const everything = (schema: GraphQLSchema, type: GraphQLOutputType, depth: number): string => {
  const named = getNamedType(type);
  if (isObjectType(named)) return ` { ${everythingOf(named, depth)} }`;
  if (!isAbstractType(named)) return '';
  const members = schema.getPossibleTypes(named).map((member) => `... on ${member.name} { ${everythingOf(member, depth - 1)} }`);
  return ` { __typename ${members.join(' ')} }`;
};

const numbersMost = 200;
const tape = (start: number) => tapeOf(Array.from({ length: numbersMost }, (_, index) => start * 7 + index));

const partOf = (schema: GraphQLSchema, field: Field, seed: number): Part => {
  const needed = field.args.filter(isRequiredArgument).map(({ name, type }) => ({ name, type, variable: `${field.name}_${name}` }));
  const given = needed.map(({ name, variable }) => `${name}: $${variable}`).join(', ');
  return {
    text: `${field.name}${given ? `(${given})` : ''}${everything(schema, field.type, 4)}`,
    definitions: needed.map(({ variable, type }) => `$${variable}: ${String(type)}`),
    variables: Object.fromEntries(needed.map(({ variable, type }) => [variable, valueOf(tape(seed), type)])),
  };
};

const operationOf = (kind: 'query' | 'mutation', parts: readonly Part[]): MadeUp => {
  const definitions = parts.flatMap((part) => part.definitions);
  const head = `${kind} Whole${definitions.length > 0 ? `(${definitions.join(', ')})` : ''}`;
  return { query: `${head} { ${parts.map(({ text }) => text).join(' ')} }`, variables: Object.assign({}, ...parts.map(({ variables }) => variables)) as MadeUp['variables'] };
};

const fieldsOf = (schema: GraphQLSchema, kind: 'query' | 'mutation'): Field[] => Object.values((kind === 'query' ? schema.getQueryType() : schema.getMutationType())?.getFields() ?? {});

const idsTried = 6;

/** Each field of Query with all that hangs on it, for some ids. */
export const wholeQueries = (schema: GraphQLSchema): MadeUp[] =>
  fieldsOf(schema, 'query').flatMap((field) => Array.from({ length: idsTried }, (_, id) => operationOf('query', [partOf(schema, field, id)])));

/** Each mutation with all that it may answer, alone and three at once. */
export const wholeMutations = (schema: GraphQLSchema): MadeUp[] => {
  const parts = fieldsOf(schema, 'mutation').map((field, index) => partOf(schema, field, index));
  const threes = parts.slice(2).map((part, index) => [...parts.slice(index, index + 2), part]);
  return [...parts.map((part) => [part]), ...threes].map((list) => operationOf('mutation', list));
};
