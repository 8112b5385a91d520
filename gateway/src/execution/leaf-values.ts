import { isEnumType, type GraphQLLeafType } from 'graphql';

export type IsValid = (value: unknown) => boolean;

const isText: IsValid = (value) => typeof value === 'string';
const isWhole = (value: unknown): boolean => typeof value === 'number' && /^-?\d+$/.test(String(value));

const builtIn: Readonly<Record<string, IsValid>> = {
  Int: isWhole,
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  String: isText,
  Boolean: (value) => typeof value === 'boolean',
  ID: (value) => isText(value) || isWhole(value),
};

/** Whether a subgraph may answer this for a field of the type, null aside. What a custom scalar may be, its subgraph knows alone. */
export const validatorOf = (type: GraphQLLeafType): IsValid => {
  if (!isEnumType(type)) return builtIn[type.name] ?? (() => true);
  const names = new Set<unknown>(type.getValues().map(({ name }) => name));
  return (value) => names.has(value);
};
