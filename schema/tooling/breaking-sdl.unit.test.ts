import { breakingSdlChanges } from './breaking-sdl';

const sdl = (payment: string, rest = ''): string => `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  type Query { payment(id: ID!): Payment }
  type Payment @key(fields: "id") { ${payment} }
  enum State { OPEN PAID }
  ${rest}`;
const before = sdl('id: ID! state: State! amount: Int');
const after = (payment: string, rest?: string): string[] => breakingSdlChanges('payments', before, sdl(payment, rest));

describe('a change of a subgraph', () => {
  it('that adds a field or a type breaks nobody', () => {
    expect(after('id: ID! state: State! amount: Int note: String', 'type Refund { id: ID! }')).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ['removes a field', 'id: ID! state: State!', ['payments: FIELD_REMOVED Payment.amount was removed.']],
    ['renames a field', 'id: ID! state: State! sum: Int', ['payments: FIELD_REMOVED Payment.amount was removed.']],
    ['changes a type', 'id: ID! state: State! amount: String', ['payments: FIELD_CHANGED_KIND Payment.amount changed type from Int to String.']],
    ['lets a certain field be null', 'id: ID! state: State amount: Int', ['payments: FIELD_CHANGED_KIND Payment.state changed type from State! to State.']],
    ['demands an argument', 'id: ID! state: State! amount(of: ID!): Int', ['payments: REQUIRED_ARG_ADDED A required arg of on Payment.amount was added.']],
  ])('that %s is found', (_, payment, expected) => {
    expect(after(payment)).toEqual(expected);
  });

  it('that removes the member of an enum is found', () => {
    expect(breakingSdlChanges('payments', before, before.replace('OPEN PAID', 'PAID'))).toEqual(['payments: VALUE_REMOVED_FROM_ENUM OPEN was removed from enum type State.']);
  });
});
