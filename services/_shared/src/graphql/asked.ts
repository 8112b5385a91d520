import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

const isBelow = (name: string, fragments: Asked['fragments'], set: SelectionSetNode | undefined): boolean =>
  set?.selections.some((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return isBelow(name, fragments, fragments[selection.name.value]?.selectionSet);
    return (selection.kind === Kind.FIELD && selection.name.value === name) || isBelow(name, fragments, selection.selectionSet);
  }) ?? false;

/** Whether a field of this name is asked for anywhere below the one that is resolved. A hint what to load at once, no more: directives are not looked at. */
export const asksFor = ({ fieldNodes, fragments }: Asked, name: string): boolean => fieldNodes.some(({ selectionSet }) => isBelow(name, fragments, selectionSet));
