import { buildSchema, getVariableValues, Kind, parse, validate, type OperationDefinitionNode } from 'graphql';
import { withoutQuotedValues } from './quoted-values';

const schema = buildSchema(`
  enum Kind { DELIVERY }
  input Credential { name: String!, value: String! }
  input Platform { kind: Kind!, secret: String!, age: Int, on: Boolean, share: Float, id: ID, credentials: [Credential!] }
  type Query { x(input: Platform!): Int }
`);
const whole = { kind: 'DELIVERY', secret: 'CANARY"; at "input.kind"; CANARY' };

const saidOfVariable = (input: unknown): string[] => {
  const operation = parse('query ($input: Platform!) { x(input: $input) }').definitions.find((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION);
  return (getVariableValues(schema, operation?.variableDefinitions ?? [], { input }).errors ?? []).map(({ message }) => message);
};
const saidOfText = (input: string): string[] => validate(schema, parse(`{ x(input: ${input}) }`)).map(({ message }) => message);

describe('what GraphQL says about a wrong value', () => {
  it.each([
    ['an unknown word', { ...whole, kind: 'CANARY' }, 'input.kind'],
    ['an unknown word that is nearly known', { ...whole, kind: 'DELIVERYCANARY' }, 'input.kind'],
    ['a number for a word', { ...whole, kind: 424242 }, 'input.kind'],
    ['a missing field beside a secret', { secret: 'CANARY' }, 'Field "kind"'],
    ['an unknown field beside a secret', { ...whole, more: 1 }, 'Field "more"'],
    ['a number for a text', { ...whole, secret: 424242 }, 'input.secret'],
    ['a text for a number', { ...whole, age: 'CANARY' }, 'input.age'],
    ['a number too large', { ...whole, age: 42424242424242 }, 'input.age'],
    ['a fraction', { ...whole, age: 4242.42 }, 'input.age'],
    ['a text for a truth', { ...whole, on: 'CANARY' }, 'input.on'],
    ['a text for a share', { ...whole, share: 'CANARY' }, 'input.share'],
    ['an object for an id', { ...whole, id: { CANARY: 'CANARY' } }, 'input.id'],
    ['a text for an object', { ...whole, credentials: ['CANARY'] }, 'input.credentials[0]'],
    ['half of a credential', { ...whole, credentials: [{ value: 'CANARY' }] }, 'input.credentials[0]'],
    ['a text for everything', 'CANARY "x" at "y"; CANARY', 'Platform'],
    ['nothing', null, '$input'],
  ])('names the place of %s and not the value', (_what, input, place) => {
    const said = saidOfVariable(input);
    expect(said.length).toBeGreaterThan(0);
    for (const message of said.map(withoutQuotedValues)) expect(message).not.toMatch(/CANARY|4242/);
    expect(said.map(withoutQuotedValues).join('\n')).toContain(place);
  });

  it.each(['"CANARY"', '{ kind: CANARY, secret: "a" }', '{ kind: "CANARY", secret: "a" }', '{ kind: DELIVERY, secret: 424242 }', '{ kind: DELIVERY, secret: "CANARY", age: "CANARY" }', '{ secret: "CANARY" }'])('hides what stands in the text of the operation: %s', (input) => {
    const said = saidOfText(input).map(withoutQuotedValues);
    expect(said.length).toBeGreaterThan(0);
    for (const message of said) expect(message).not.toMatch(/CANARY|4242/);
  });

  it('leaves every other error as it is', () => {
    for (const message of ['There is no Order with this id.', 'MinorUnits is a whole number of minor units (kopecks).', 'Cannot query field "x" on type "Query".']) expect(withoutQuotedValues(message)).toBe(message);
  });
});
