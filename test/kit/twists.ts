import { getNullableType, isInputObjectType, isListType, isScalarType, type GraphQLInputType } from 'graphql';
import { newId } from '@paygraph/shared/ids';

export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [name: string]: Json };
/** One value of an input replaced by something that no honest client sends. `path` is written as errors write it: `lines[0].price`. */
export type Twist = Readonly<{ path: string; what: string; input: Json }>;

type Bad = readonly (readonly [what: string, value: Json])[];

const texts: Bad = [
  ['nothing', ''], ['blanks', '   '], ['control characters', 'a\u0007\u001b[31m\tb'], ['line ends', 'a\r\nb'], ['a text of 20 000 characters', 'ж'.repeat(20_000)],
  ['other directions and joiners', '\u202Eabc\u200D\u2028'], ['SQL', '\'; DROP TABLE payment; --'], ['U+0000', 'a\u0000b'], ['half a character', '\ud800'],
];
const values: Readonly<Record<string, Bad>> = {
  String: texts,
  ID: [['nothing', ''], ['no id', 'no-uuid'], ['an id of nobody', newId()], ['SQL', '\' OR 1=1 --'], ['a long text', 'x'.repeat(20_000)], ['U+0000', 'a\u0000b'], ['a number', 42]],
  Int: [['minus one', -1], ['zero', 0], ['the largest', 2 ** 31 - 1], ['the smallest', -(2 ** 31)], ['too large', 2 ** 31], ['a fraction', 0.5]],
  MinorUnits: [['minus one', -1], ['zero', 0], ['the largest', 2 ** 53 - 1], ['the smallest', -(2 ** 53 - 1)], ['too large', 2 ** 53], ['a fraction', 0.5], ['a text', '100']],
  DateTime: [['no moment', 'yesterday'], ['a moment without a zone', '2026-01-01T00:00:00'], ['the distant past', '0001-01-01T00:00:00Z'], ['the distant future', '9999-12-31T23:59:59Z']],
};

const replaced = (whole: Json, key: string | number, value: Json): Json =>
  Array.isArray(whole) ? (whole as readonly Json[]).map((item, index) => (index === key ? value : item)) : { ...(whole as Record<string, Json>), [key]: value };

const longest = 500;

const ofList = (item: GraphQLInputType, value: readonly Json[], path: string): Twist[] => {
  const [first] = value;
  const whole: Twist[] = [{ path, what: 'an empty list', input: [] }, { path, what: 'a long list', input: Array.from({ length: longest }, () => first) }, { path, what: 'the same twice', input: [...value, first] }];
  return first === undefined ? whole : [...whole, ...twistsOf(item, first, `${path}[0]`).map((twist) => ({ ...twist, input: replaced(value, 0, twist.input) }))];
};

/** Every twist of a good input, by its type: each leaf that the input has, one at a time. */
export const twistsOf = (type: GraphQLInputType, good: Json, path = ''): Twist[] => {
  const plain = getNullableType(type);
  if (isListType(plain) && Array.isArray(good)) return ofList(plain.ofType as GraphQLInputType, good as readonly Json[], path);
  if (isInputObjectType(plain)) {
    const fields = Object.values(plain.getFields()).filter(({ name }) => (good as Record<string, Json>)[name] !== undefined);
    return fields.flatMap(({ name, type: of }) =>
      twistsOf(of, (good as Record<string, Json>)[name], path ? `${path}.${name}` : name).map((twist) => ({ ...twist, input: replaced(good, name, twist.input) })));
  }
  return isScalarType(plain) ? (values[plain.name] ?? []).map(([what, value]) => ({ path, what, input: value })) : [];
};
