import { ownValue } from './json-object';
import { isObject, type ClientPath, type Cursor, type JsonObject } from './run';

type PlanPath = readonly (string | number)[];

const everyElement = '@';

type Walk = Readonly<{ path: PlanPath; found: JsonObject[] }>;

const collect = (walk: Walk, value: unknown, depth: number): void => {
  if (Array.isArray(value)) {
    const next = walk.path[depth] === everyElement ? depth + 1 : depth;
    for (const element of value) collect(walk, element, next);
  } else if (isObject(value)) {
    if (depth === walk.path.length) walk.found.push(value);
    else collect(walk, ownValue(value, String(walk.path[depth])), depth + 1);
  }
};

/** The objects at the path below those of the cursor, without holes. */
export const below = ({ path, objects }: Cursor, further: PlanPath): Cursor => {
  const found: JsonObject[] = [];
  for (const object of objects) collect({ path: further, found }, object, 0);
  return { path: [...path, ...further], objects: found };
};

const trace = (value: unknown, path: PlanPath, at: ClientPath): ClientPath[] => {
  if (Array.isArray(value)) {
    const rest = path[0] === everyElement ? path.slice(1) : path;
    return value.flatMap((element, index) => trace(element, rest, [...at, index]));
  }
  if (!isObject(value)) return [];
  const [name, ...rest] = path;
  return name === undefined ? [at] : trace(ownValue(value, String(name)), rest, [...at, name]);
};

/** Where in the client's answer the objects of a cursor are, in their order. Only errors ask for it. */
export const clientPaths = (root: JsonObject, path: PlanPath): ClientPath[] => trace(root, path, []);

/** The part of a path that holds for all of its objects. */
export const commonPath = (path: PlanPath): ClientPath => {
  const end = path.indexOf(everyElement);
  return end < 0 ? [...path] : path.slice(0, end);
};
