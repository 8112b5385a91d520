import type { z } from 'zod';
import type { TopicSpec } from './bus';

/** The events of one topic, as `schema/events` describes them. */
export type EventCatalogue = readonly Readonly<{ topic: string; compacted: boolean; types: Readonly<Record<string, z.ZodObject>> }>[];

type Known = Readonly<{ reader: z.ZodObject; writer: z.ZodObject }>;
type KnownTopic = Readonly<{ compacted: boolean; types: ReadonlyMap<string, Known> }>;

const topics = new Map<string, KnownTopic>();
const partitionsOfATopic = 6;

const known = (schema: z.ZodObject): Known => ({ reader: schema, writer: schema.strict() });

/** Called once at the start of a process with everything that may be written or read. Safe to repeat. */
export const registerEventCatalogue = (catalogue: EventCatalogue): void => {
  for (const { topic, compacted, types } of catalogue) {
    topics.set(topic, { compacted, types: new Map(Object.entries(types).map(([type, schema]) => [type, known(schema)])) });
  }
};

/** @throws when nobody registered the topic: reading it would not know what a gap in its versions means. */
export const topicOf = (topic: string): KnownTopic => {
  const found = topics.get(topic);
  if (!found) throw new Error(`The topic ${topic} is in no registered catalogue: call registerEventCatalogue(catalogue of schema/events) at the start`);
  return found;
};

export const topicSpec = (name: string): TopicSpec => ({ name, partitions: partitionsOfATopic, compacted: topicOf(name).compacted });

/** The topics of which only the newest message of a key is sure to stay. */
export const compactedTopics = (): string[] => [...topics].filter(([, { compacted }]) => compacted).map(([name]) => name);

type Parsed = Readonly<{ ok: true; body: object } | { ok: false; problem: string }>;

const parse = (schema: z.ZodObject, body: unknown): Parsed => {
  const result = schema.safeParse(body);
  if (result.success) return { ok: true, body: result.data };
  // Zod's messages name the field and the rule, never the value.
  return { ok: false, problem: result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ') };
};

/** Strict: a field that the schema does not know is an error of the writer. @throws because only our own code writes. */
export const bodyToWrite = (topic: string, type: string, body: object): object => {
  const schema = topicOf(topic).types.get(type)?.writer;
  if (!schema) throw new Error(`The topic ${topic} has no event type ${type}: add it to schema/events`);
  const parsed = parse(schema, body);
  if (!parsed.ok) throw new Error(`The event ${type} does not fit its schema. ${parsed.problem}`);
  return parsed.body;
};

/** Tolerant: fields that this version does not know are left out. A type nobody described passes as it is. */
export const bodyToRead = (topic: string, type: string, body: unknown): Readonly<{ ok: true; body: unknown } | { ok: false; problem: string }> => {
  const schema = topicOf(topic).types.get(type)?.reader;
  return schema ? parse(schema, body) : { ok: true, body };
};
