import { Kind, visit, type DirectiveNode, type DocumentNode, type SelectionNode } from 'graphql';
import { ownValue } from './json-object';
import type { Variables } from './run';

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

/** Names of the variables on which @skip and @include of a document hang, each once. */
export const conditionVariables = (document: DocumentNode): readonly string[] => {
  const names = new Set<string>();
  visit(document, {
    Directive: (node) => {
      const value = isCondition(node) ? node.arguments?.[0]?.value : undefined;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
};

/** Whether @skip and @include let a selection be, with these variables. */
export const isIncluded = ({ directives = [] }: SelectionNode, coerced: Variables): boolean =>
  directives.filter(isCondition).every(({ name, arguments: [argument] = [] }) => {
    const value = argument?.value;
    const said = value?.kind === Kind.VARIABLE ? ownValue(coerced, value.name.value) : value?.kind === Kind.BOOLEAN && value.value;
    return (said === true) === (name.value === 'include');
  });
