import { Kind, parse, type FieldNode, type FragmentDefinitionNode } from 'graphql';
import { asksFor } from './asked';

const infoOf = (text: string) => {
  const { definitions } = parse(text);
  const fragments = Object.fromEntries(definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]));
  const [operation] = definitions;
  const fieldNodes = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections.filter((one): one is FieldNode => one.kind === Kind.FIELD) : [];
  return { fieldNodes, fragments };
};

describe('a field that is asked for below another', () => {
  it.each([
    ['directly', '{ order { id children { id } } }'],
    ['under another name', '{ order { parts: children { id } } }'],
    ['in a member of a union', '{ placeOrder { ... on PlaceOrderSuccess { order { children { id } } } } }'],
    ['in a fragment of a fragment', '{ order { ...A } } fragment A on Order { ...B } fragment B on Order { children { id } }'],
  ])('is found %s', (_, text) => {
    expect(asksFor(infoOf(text), 'children')).toBe(true);
  });

  it.each(['{ order { id } }', '{ children }', '{ order { ...A } } fragment A on Order { id } fragment B on Order { children { id } }'])('is not found in %s', (text) => {
    expect(asksFor(infoOf(text), 'children')).toBe(false);
  });
});
