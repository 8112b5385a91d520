import {
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, type Selected } from './collect-fields';
import { noteHole, noteStep, type Projecting } from './hole';
import { readerOf, writerOf } from './json-object';
import { validatorOf } from './leaf-values';
import { isObject, type JsonObject, type Variables } from './run';

/** The value of a field as the client gets it. `noValue` when it may not be null and is: then what holds it is null. */
type Complete = (value: unknown, at: Projecting) => unknown;
const noValue = Symbol('no value');

export type ProjectObject = (object: JsonObject, at: Projecting) => JsonObject | null;
type Field = Readonly<{ name: string; read: (object: JsonObject) => unknown; write: (object: JsonObject, value: unknown) => void; complete: Complete }>;
/** Gives __schema and __type, of which no subgraph knows. */
export type Introspect = (nodes: readonly FieldNode[], variables: Variables) => unknown;
export type Projected = Selected & Readonly<{ introspect: Introspect }>;

const nonNull =
  (complete: Complete, field: string): Complete =>
  (value, at) => {
    const completed = complete(value, at);
    if (completed !== null) return completed;
    noteHole(at, field);
    return noValue;
  };

const list =
  (complete: Complete, field: string): Complete =>
  (value, at) => {
    if (value === null) return null;
    if (!Array.isArray(value)) {
      noteHole(at, field);
      return null;
    }
    const completed: unknown[] = [];
    for (const element of value as unknown[]) {
      const before = at.path;
      completed.push(complete(element ?? null, at));
      noteStep(at, before, completed.length - 1);
    }
    return completed.includes(noValue) ? null : completed;
  };

const leaf = (isValid: (value: unknown) => boolean, field: string): Complete => (value, at) => {
  if (value === null || isValid(value)) return value;
  noteHole(at, field);
  return null;
};

type Position = Readonly<{ type: GraphQLCompositeType; sets: readonly SelectionSetNode[]; field: string }>;

/** The type that a subgraph said an object has, undefined when the client's schema has no such type. */
const runtimeType = ({ schema }: Projected, declared: GraphQLCompositeType, said: unknown): GraphQLCompositeType | undefined => {
  if (said === undefined || said === null || said === declared.name) return declared;
  const type = schema.getType(String(said));
  return isCompositeType(type) ? type : undefined;
};

const composite = (o: Projected, { type: declared, sets, field }: Position): Complete => {
  const projects = new Map<string, ProjectObject>();
  const projectOf = (type: GraphQLCompositeType): ProjectObject => {
    const project = projects.get(type.name) ?? compileProjection(o, type, sets);
    projects.set(type.name, project);
    return project;
  };
  return (value, at) => {
    if (value === null) return null;
    const type = isObject(value) ? runtimeType(o, declared, value['__typename']) : undefined;
    if (type) return projectOf(type)(value as JsonObject, at);
    noteHole(at, field);
    return null;
  };
};

type Place = Readonly<{ field: string; sets: readonly SelectionSetNode[] }>;

const completeOf = (o: Projected, type: GraphQLOutputType, { field, sets }: Place): Complete => {
  if (isNonNullType(type)) return nonNull(completeOf(o, type.ofType, { field, sets }), field);
  if (isListType(type)) return list(completeOf(o, type.ofType, { field, sets }), field);
  return isCompositeType(type) ? composite(o, { type, sets, field }) : leaf(validatorOf(type), field);
};

/** The planner may ask for the type by the client's alias alone. Where no subgraph told it at all, the object is null, as any entity that was not found. */
const typenameOf = ({ schema }: Projected, type: GraphQLCompositeType): Complete => {
  const named = isObjectType(type) ? type.name : noValue;
  return (said) => (typeof said === 'string' && isObjectType(schema.getType(said)) ? said : named);
};

const completeField = (o: Projected, type: GraphQLCompositeType, nodes: readonly FieldNode[]): Complete => {
  const called = nodes[0]?.name.value ?? '';
  if (called === '__typename') return typenameOf(o, type);
  if (called === '__schema' || called === '__type') return (_value, { variables }) => o.introspect(nodes, variables);
  const definition = isUnionType(type) ? undefined : type.getFields()[called];
  if (!definition) return () => null;
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return completeOf(o, definition.type, { field: `${type.name}.${called}`, sets });
};

/** What the client selected of an object of one type: fields in his order, nulls where they may be, nothing that he did not ask for. */
export const compileProjection = (o: Projected, type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): ProjectObject => {
  const fields: Field[] = [...collectFields(o, type, sets)].map(([name, nodes]) => ({ name, read: readerOf(name), write: writerOf(name), complete: completeField(o, type, nodes) }));
  return (object, at) => {
    const projected: JsonObject = {};
    for (const { name, read, write, complete } of fields) {
      const before = at.path;
      const value = complete(read(object) ?? null, at);
      noteStep(at, before, name);
      if (value === noValue) return null;
      write(projected, value);
    }
    return projected;
  };
};
