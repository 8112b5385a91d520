import { isObject, type JsonObject } from './run';

// A client may call a field "constructor" or "__proto__" by an alias: such names are read and written as nothing but data.
const isInherited = (name: string): boolean => name in Object.prototype;

export const ownValue = (object: JsonObject, name: string): unknown => (Object.hasOwn(object, name) ? object[name] : undefined);

/** A reader of one property, undefined when the object has none of its own. */
export const readerOf = (name: string): ((object: JsonObject) => unknown) => (isInherited(name) ? (object) => ownValue(object, name) : (object) => object[name]);

export const setOwn = (object: JsonObject, name: string, value: unknown): void => {
  if (isInherited(name)) Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
};

/** A writer of one property. */
export const writerOf = (name: string): ((object: JsonObject, value: unknown) => void) =>
  isInherited(name)
    ? (object, value) => setOwn(object, name, value)
    : (object, value) => {
        object[name] = value;
      };

const mergeLists = (target: unknown[], source: readonly unknown[]): void => {
  source.forEach((value, index) => {
    const present = target[index];
    if (isObject(present) && isObject(value)) mergeInto(present, value);
    else target[index] = value;
  });
};

/** Puts everything of `source` into `target`, objects and lists of the same length into each other. `source` must not be used afterwards. */
export const mergeInto = (target: JsonObject, source: JsonObject): void => {
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const present = ownValue(target, name);
    if (isObject(present) && isObject(value)) mergeInto(present, value);
    else if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) mergeLists(present, value);
    else setOwn(target, name, value);
  }
};

const copyOfValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copyOfValue);
  return isObject(value) ? copyOf(value) : value;
};

/** Another object with the same JSON. */
export const copyOf = (source: JsonObject): JsonObject => {
  const copy: JsonObject = {};
  for (const name of Object.keys(source)) setOwn(copy, name, copyOfValue(source[name]));
  return copy;
};
