import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from './event-schemas';

type Fields = Readonly<Record<string, JsonSchema>>;

// Words that describe and do not rule.
const silent = ['title', 'description', '$schema', '$id', 'properties', 'required', 'items', 'anyOf'];

const fieldsOf = (schema: JsonSchema): Fields => (schema['properties'] ?? {}) as Fields;
const requiredOf = (schema: JsonSchema): readonly string[] => (schema['required'] ?? []) as readonly string[];
const variantsOf = (schema: JsonSchema): readonly JsonSchema[] => (schema['anyOf'] ?? []) as readonly JsonSchema[];
const rulesOf = (schema: JsonSchema): JsonSchema => Object.fromEntries(Object.entries(schema).filter(([word]) => !silent.includes(word)));

const fieldChanges = (path: string, before: JsonSchema, after: JsonSchema): string[] => {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const removed = Object.keys(old).filter((name) => !Object.hasOwn(now, name)).map((name) => `${path}.${name} was removed`);
  const kept = Object.entries(old).flatMap(([name, schema]) => (now[name] ? changes(`${path}.${name}`, schema, now[name]) : []));
  const demanded = requiredOf(after).filter((name) => !requiredOf(before).includes(name)).map((name) => `${path}.${name} is newly required`);
  const released = requiredOf(before).filter((name) => Object.hasOwn(now, name) && !requiredOf(after).includes(name)).map((name) => `${path}.${name} is no longer certain to be there`);
  return [...removed, ...kept, ...demanded, ...released];
};

const variantChanges = (path: string, before: JsonSchema, after: JsonSchema): string[] => {
  const [old, now] = [variantsOf(before), variantsOf(after)];
  if (old.length !== now.length) return [`${path} has other alternatives`];
  return old.flatMap((variant, index) => changes(path, variant, now[index] ?? {}));
};

const itemChanges = (path: string, before: JsonSchema, after: JsonSchema): string[] =>
  before['items'] && after['items'] ? changes(`${path}[]`, before['items'] as JsonSchema, after['items'] as JsonSchema) : [];

/**
 * Every difference between two JSON Schemas but the one that is free: a new optional field. A reader of the old schema may choke on all
 * others, or the new reader on the old events that are still on the topic.
 */
const changes = (path: string, before: JsonSchema, after: JsonSchema): string[] => [
  ...(isDeepStrictEqual(rulesOf(before), rulesOf(after)) ? [] : [`${path} follows other rules`]),
  ...fieldChanges(path, before, after),
  ...variantChanges(path, before, after),
  ...itemChanges(path, before, after),
];

/** What breaks between the committed schema of an event and the new one; an absent new one is an event that was removed. */
export const breakingEventChanges = (event: string, before: JsonSchema, after: JsonSchema | undefined): string[] =>
  after ? changes(event, before, after) : [`${event} was removed`];
