/** What graphql-js prints of a value: texts in JSON quotes, everything else without a quote or a semicolon. */
const printed = String.raw`(?:"(?:[^"\\]|\\.)*"|[^";])*?`;

const rules: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`^(Variable "\$\w+") got invalid value ${printed}( at "[\w.[\]]+")?; `), '$1 does not fit$2; '],
  [/Value "[\s\S]*" does not exist in ("\w+" enum)[\s\S]*$/, 'The value does not exist in $1.'],
  [/( cannot represent [\w -]*value): [\s\S]*$/, '$1.'],
  [/^(Expected value of type "[^"]+"), found [\s\S]*$/, '$1.'],
];

/**
 * GraphQL's own errors quote what the client sent, whole objects included. A password or a buyer's e-mail that came in the wrong place, or beside
 * a field that is wrong, must not come back in an error: errors are logged on the way. The place and the rule stay.
 */
export const withoutQuotedValues = (message: string): string => rules.reduce((text, [shape, plain]) => text.replace(shape, plain), message);
