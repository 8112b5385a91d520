import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { ownValue, setOwn } from './json-object';
import { isObject, type JsonObject } from './run';
import { typeTest } from './type-conditions';

type Apply = (value: unknown) => void;

const onObject = (apply: (object: JsonObject) => void): Apply => {
  const walk: Apply = (value) => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (isObject(value)) apply(value);
  };
  return walk;
};

const change = (rewrite: FetchDataRewrite, name: string): Apply =>
  onObject((object) => {
    if (rewrite.kind === 'ValueSetter') return setOwn(object, name, rewrite.setValueTo);
    const value = ownValue(object, name);
    if (!value) return;
    setOwn(object, rewrite.renameKeyTo, value);
    setOwn(object, name, undefined);
  });

const fragment = '... on ';

const compile = (schema: GraphQLSchema, rewrite: FetchDataRewrite): Apply => {
  const names = [...rewrite.path];
  const last = names.pop() ?? '';
  return names.reduceRight<Apply>((inner, name) => {
    if (!name.startsWith(fragment)) return onObject((object) => inner(ownValue(object, name)));
    const isOfType = typeTest(schema, name.slice(fragment.length), true);
    return onObject((object) => {
      if (isOfType(object)) inner(object);
    });
  }, change(rewrite, last));
};

/** What the planner wants changed in what is sent or received: the type of an interface object, the name of a field that two subgraphs answer differently. */
export const compileRewrites = (schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[] = []): Apply => {
  const all = rewrites.map((rewrite) => compile(schema, rewrite));
  return (value) => {
    for (const apply of all) apply(value);
  };
};
