import { isAbstractType, isInterfaceType, isObjectType, Kind, type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import { isIncluded } from './conditions';
import type { Variables } from './run';

/** An operation as it is with one set of answers to its conditions. */
export type Selected = Readonly<{ schema: GraphQLSchema; fragments: ReadonlyMap<string, FragmentDefinitionNode>; coerced: Variables }>;
/** The nodes of each field by the name that it has in the answer. */
export type Fields = ReadonlyMap<string, readonly FieldNode[]>;

const applies = (schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean => {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type);
};

type Collecting = Readonly<{ selected: Selected; type: GraphQLCompositeType; fields: Map<string, FieldNode[]>; seen: Set<string> }>;

const add = ({ fields }: Collecting, node: FieldNode): void => {
  const name = node.alias?.value ?? node.name.value;
  const nodes = fields.get(name);
  if (nodes) nodes.push(node);
  else fields.set(name, [node]);
};

const collectSpread = (collecting: Collecting, name: string): void => {
  const fragment = collecting.selected.fragments.get(name);
  if (!fragment || collecting.seen.has(name)) return;
  collecting.seen.add(name);
  collectUnder(collecting, fragment.typeCondition.name.value, fragment.selectionSet);
};

const collectUnder = (collecting: Collecting, condition: string | undefined, { selections }: SelectionSetNode): void => {
  if (!applies(collecting.selected.schema, condition, collecting.type)) return;
  for (const node of selections) {
    if (!isIncluded(node, collecting.selected.coerced)) continue;
    if (node.kind === Kind.FIELD) add(collecting, node);
    else if (node.kind === Kind.FRAGMENT_SPREAD) collectSpread(collecting, node.name.value);
    else collectUnder(collecting, node.typeCondition?.name.value, node.selectionSet);
  }
};

/** CollectFields of the GraphQL specification: what is selected of an object of this type, fragments and conditions resolved. */
export const collectFields = (selected: Selected, type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Fields => {
  const fields = new Map<string, FieldNode[]>();
  const collecting: Collecting = { selected, type, fields, seen: new Set() };
  for (const set of sets) collectUnder(collecting, undefined, set);
  return fields;
};
