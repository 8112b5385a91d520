import { getResponseName, type QueryPlanFieldNode, type QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { mergeInto, ownValue } from './json-object';
import { isObject, type JsonObject } from './run';
import { typeTest } from './type-conditions';

/** What a subgraph is to know of an entity; null when the object lacks a part of it. */
export type ReadRepresentation = (object: JsonObject) => JsonObject | null;
/** Writes one part into the representation; false when the object lacks it. */
type ReadPart = (object: JsonObject, into: JsonObject) => boolean;

const readBelow = (read: ReadRepresentation): ((value: unknown) => unknown) => {
  const below = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(below);
    return isObject(value) ? read(value) : null;
  };
  return below;
};

const readField = (schema: GraphQLSchema, node: QueryPlanFieldNode): ReadPart => {
  const name = getResponseName(node);
  const below = node.selections ? readBelow(compileRepresentation(schema, node.selections)) : (value: unknown): unknown => value;
  return (object, into) => {
    const value = ownValue(object, name);
    if (value === undefined) return false;
    into[name] = below(value);
    return true;
  };
};

const readPart = (schema: GraphQLSchema, node: QueryPlanSelectionNode): ReadPart => {
  if (node.kind === 'Field') return readField(schema, node);
  if (!node.typeCondition) return () => true;
  const isOfType = typeTest(schema, node.typeCondition, false);
  const read = compileRepresentation(schema, node.selections);
  return (object, into) => {
    const part = isOfType(object) ? read(object) : null;
    if (part) mergeInto(into, part);
    return true;
  };
};

export const compileRepresentation = (schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): ReadRepresentation => {
  const parts = selections.map((node) => readPart(schema, node));
  return (object) => {
    const representation: JsonObject = {};
    return parts.every((read) => read(object, representation)) ? representation : null;
  };
};
