import {
  astFromValue, GraphQLBoolean, GraphQLNonNull, getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType, isRequiredArgument, isRequiredInputField, isUnionType, print,
  type GraphQLArgument, type GraphQLCompositeType, type GraphQLField, type GraphQLInputType, type GraphQLSchema,
} from 'graphql';
import type { Tape } from './tape';

export type MadeUp = Readonly<{ query: string; variables: Record<string, unknown> }>;

type State = Readonly<{ schema: GraphQLSchema; tape: Tape; definitions: string[]; variables: Record<string, unknown>; fragments: string[] }>;

const fieldsMost = 4;
const scalars: Readonly<Record<string, (tape: Tape) => unknown>> = {
  Int: (tape) => tape.below(5) + 1, MinorUnits: (tape) => tape.below(900), Float: (tape) => tape.below(9) / 2, Boolean: (tape) => tape.chance(2),
};

/** A value that an input of the type may have. */
export const valueOf = (tape: Tape, type: GraphQLInputType): unknown => {
  if (isNonNullType(type)) return valueOf(tape, type.ofType);
  if (isListType(type)) return Array.from({ length: tape.below(3) }, () => valueOf(tape, type.ofType));
  if (isEnumType(type)) return tape.one(type.getValues())?.name;
  if (!isInputObjectType(type)) return scalars[type.name]?.(tape) ?? `i${tape.below(6)}`;
  const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || tape.chance(3));
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(tape, field.type)]));
};

const literal = (value: unknown, type: GraphQLInputType): string => {
  const node = astFromValue(value, type);
  return node ? print(node) : 'null';
};

/** A variable with a value, with a default, or with both. */
const asVariable = ({ tape, definitions, variables }: State, type: GraphQLInputType): string => {
  const name = `v${definitions.length}`;
  const byDefault = tape.chance(3);
  if (byDefault) definitions.push(`$${name}: ${String(isNonNullType(type) ? type.ofType : type)} = ${literal(valueOf(tape, type), type)}`);
  else definitions.push(`$${name}: ${String(type)}`);
  if (!byDefault || tape.chance(2)) variables[name] = valueOf(tape, type);
  return `$${name}`;
};

const argumentOf = (state: State, { name, type }: GraphQLArgument): string =>
  `${name}: ${state.tape.chance(2) || isInputObjectType(getNamedType(type)) ? asVariable(state, type) : literal(valueOf(state.tape, type), type)}`;

const conditionOf = (state: State): string => {
  if (!state.tape.chance(8)) return '';
  const value = state.tape.chance(3) ? String(state.tape.chance(2)) : asVariable(state, new GraphQLNonNull(GraphQLBoolean));
  return ` @${state.tape.chance(2) ? 'skip' : 'include'}(if: ${value})`;
};

const fieldOf = (state: State, field: GraphQLField<unknown, unknown>, depth: number): string => {
  const { tape } = state;
  const given = field.args.filter((argument) => isRequiredArgument(argument) || tape.chance(3)).map((argument) => argumentOf(state, argument));
  const alias = tape.chance(4) ? `${tape.chance(9) ? (tape.one(['constructor', '__proto__', 'toString']) ?? '') : `a${tape.below(50)}`}: ` : '';
  const type = getNamedType(field.type);
  const below = isCompositeType(type) ? ` { ${selectionOf(state, type, depth - 1)} }` : '';
  return `${alias}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${conditionOf(state)}${below}`;
};

const fragmentOf = (state: State, type: GraphQLCompositeType, selection: string): string => {
  const { tape, fragments } = state;
  if (!tape.chance(2)) return `... on ${type.name}${conditionOf(state)} { ${selection} }`;
  const name = `F${fragments.length}`;
  fragments.push(`fragment ${name} on ${type.name} { ${selection} }`);
  return `...${name}${conditionOf(state)}`;
};

const membersOf = (state: State, type: GraphQLCompositeType, depth: number): string[] => {
  if (!isAbstractType(type)) return [];
  const possible = state.schema.getPossibleTypes(type);
  const others = possible.flatMap((member) => member.getInterfaces());
  const members = Array.from({ length: state.tape.below(3) + 1 }, () => state.tape.one<GraphQLCompositeType>([...possible, ...others]));
  return members.flatMap((member) => (member ? [fragmentOf(state, member, selectionOf(state, member, depth))] : []));
};

const selectionOf = (state: State, type: GraphQLCompositeType, depth: number): string => {
  const { tape } = state;
  const all = isUnionType(type) ? [] : Object.values(type.getFields()).filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
  const deeper = all.filter((field) => isCompositeType(getNamedType(field.type)));
  // Half of them lead on to other objects, often of other subgraphs.
  const picked = Array.from({ length: tape.below(fieldsMost) + 1 }, () => tape.one(deeper.length > 0 && tape.chance(2) ? deeper : all)).flatMap((field) => (field ? [field] : []));
  const fields = picked.map((field) => {
    const text = fieldOf(state, field, depth);
    return tape.chance(6) ? fragmentOf(state, type, text) : text;
  });
  return [tape.chance(4) ? '__typename' : 'kind: __typename', ...fields, ...membersOf(state, type, depth)].join(' ');
};

const introspection = ['__type(name: "Order") { name fields { name type { name } } }', 's: __schema { queryType { name } }'];

/** An operation over the schema; most are valid, whoever asks must validate. */
export const madeUpOperation = (schema: GraphQLSchema, tape: Tape, depth: number): MadeUp => {
  const state: State = { schema, tape, definitions: [], variables: {}, fragments: [] };
  const isMutation = tape.chance(4);
  const root = isMutation ? schema.getMutationType() : schema.getQueryType();
  if (!root) throw new Error('the schema has no such root');
  const extra = !isMutation && tape.chance(12) ? ` ${tape.one(introspection) ?? ''}` : '';
  const selection = selectionOf(state, root, depth) + extra;
  const head = `${isMutation ? 'mutation' : 'query'} M${state.definitions.length > 0 ? `(${state.definitions.join(', ')})` : ''}`;
  return { query: [`${head} { ${selection} }`, ...state.fragments].join('\n'), variables: state.variables };
};
