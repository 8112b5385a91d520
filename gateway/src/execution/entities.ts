import { copyOf, mergeInto } from './json-object';
import type { ReadRepresentation } from './representations';
import { isObject, type Cursor, type JsonObject } from './run';

/** The entities of one fetch, each once: its JSON, and where it stands, as indexes into the objects of the cursor. */
export type Wanted = Readonly<{ representations: readonly string[]; places: readonly (readonly number[])[] }>;

/** Equal representations are asked for once. */
export const wantedEntities = ({ objects }: Cursor, read: ReadRepresentation): Wanted => {
  const places = new Map<string, number[]>();
  objects.forEach((object, index) => {
    const representation = read(object);
    if (!representation?.['__typename']) return;
    const text = JSON.stringify(representation);
    const known = places.get(text);
    if (known) known.push(index);
    else places.set(text, [index]);
  });
  return { representations: [...places.keys()], places: [...places.values()] };
};

type Places = Readonly<{ objects: readonly JsonObject[]; places: readonly number[]; rewrite: (entity: JsonObject) => void }>;

const mergeEntity = ({ objects, places, rewrite }: Places, entity: JsonObject): void => {
  // Every place gets objects of its own: later fetches write different things into them.
  const copies = places.map((_, index) => (index === 0 ? entity : copyOf(entity)));
  places.forEach((place, index) => {
    const [object, copy] = [objects[place], copies[index]];
    if (!object || !copy) return;
    copy['__typename'] ||= object['__typename'];
    rewrite(copy);
    mergeInto(object, copy);
  });
};

type Received = Readonly<{ entities: unknown; rewrite: (entity: JsonObject) => void }>;

/** Writes what a subgraph answered to `_entities` into the objects that asked. @throws when it is not an answer to that */
export const mergeEntities = ({ objects }: Cursor, { places }: Wanted, { entities, rewrite }: Received): void => {
  if (!Array.isArray(entities) || entities.length !== places.length) throw new Error(`_entities holds not the ${places.length} elements that were asked for`);
  places.forEach((at, index) => {
    const entity: unknown = entities[index];
    if (isObject(entity)) mergeEntity({ objects, places: at, rewrite }, entity);
  });
};
