import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { expectedSize, pageSizes, type Variables } from './list-size';

export type Weight = Readonly<{ depth: number; cost: number; aliases: number; directives: number; pageSizes: readonly { argument: string; size: unknown }[] }>;

const nothing: Weight = { depth: 0, cost: 0, aliases: 0, directives: 0, pageSizes: [] };

const plus = (a: Weight, b: Weight): Weight => ({
  depth: Math.max(a.depth, b.depth),
  cost: a.cost + b.cost,
  aliases: a.aliases + b.aliases,
  directives: a.directives + b.directives,
  pageSizes: b.pageSizes.length === 0 ? a.pageSizes : [...a.pageSizes, ...b.pageSizes],
});

type Walk = Readonly<{
  schema: GraphQLSchema;
  variables: Variables;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Each fragment is weighed once: nested ones doubled at every level would otherwise take 2^n steps. */
  known: Map<string, Weight>;
}>;

const fieldOf = (walk: Walk, parentName: string, name: string): GraphQLField<unknown, unknown> | undefined => {
  const type = walk.schema.getType(parentName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
};

const weighField = (walk: Walk, node: FieldNode, parentName: string): Weight => {
  const own = { ...nothing, depth: 1, cost: 1, aliases: node.alias ? 1 : 0, pageSizes: pageSizes(node, walk.variables) };
  const field = fieldOf(walk, parentName, node.name.value);
  // Introspection and __typename have no field here; where introspection is on, it is not what these limits are for.
  if (!field || !node.selectionSet) return own;
  const below = weighSelections(walk, node.selectionSet, getNamedType(field.type).name);
  const size = expectedSize({ node, field, parentName, variables: walk.variables });
  return { ...plus(own, below), depth: below.depth + 1, cost: 1 + size * below.cost };
};

const weighFragment = (walk: Walk, name: string): Weight => {
  const known = walk.known.get(name);
  if (known) return known;
  const fragment = walk.fragments.get(name);
  const weight = fragment ? weighSelections(walk, fragment.selectionSet, fragment.typeCondition.name.value) : nothing;
  walk.known.set(name, weight);
  return weight;
};

const weighSelection = (walk: Walk, node: SelectionNode, parentName: string): Weight => {
  switch (node.kind) {
    case Kind.FIELD:
      return weighField(walk, node, parentName);
    case Kind.INLINE_FRAGMENT:
      return weighSelections(walk, node.selectionSet, node.typeCondition?.name.value ?? parentName);
    case Kind.FRAGMENT_SPREAD:
      return weighFragment(walk, node.name.value);
  }
};

const weighSelections = (walk: Walk, { selections }: SelectionSetNode, parentName: string): Weight =>
  selections.reduce<Weight>((sum, node) => {
    const weight = weighSelection(walk, node, parentName);
    return plus(sum, { ...weight, directives: weight.directives + (node.directives?.length ?? 0) });
  }, nothing);

/** What an operation asks for, fragments expanded. The document must be valid against the schema: fragments without cycles. */
export const weigh = (o: { schema: GraphQLSchema; document: DocumentNode; operation: OperationDefinitionNode; variables: Variables }): Weight => {
  const definitions = o.document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(definitions.map((definition) => [definition.name.value, definition]));
  const root = o.schema.getRootType(o.operation.operation);
  const walk: Walk = { schema: o.schema, variables: o.variables, fragments, known: new Map() };
  const weight = root ? weighSelections(walk, o.operation.selectionSet, root.name) : nothing;
  return { ...weight, directives: weight.directives + (o.operation.directives?.length ?? 0) };
};
