import { z } from 'zod';
import { catalogue } from '../events/index';
import { Envelope } from '../events/envelope';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Draft 7, which AsyncAPI and most outside readers know; `input`, so that a reader of today lets tomorrow's fields pass. */
const jsonSchemaOf = (type: z.ZodType, about: JsonSchema): JsonSchema => ({ ...z.toJSONSchema(type, { io: 'input', target: 'draft-7' }), ...about });

/** The body of each event, by its file under `events/json`. */
export const eventSchemas = (): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    catalogue.flatMap(({ topic, types }) => Object.entries(types).map(([type, body]) => [`${topic}/${type}.json`, jsonSchemaOf(body, { title: type })])),
  );

export const envelopeSchema = (): JsonSchema => jsonSchemaOf(Envelope, { title: 'Envelope' });
