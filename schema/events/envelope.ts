import { z } from 'zod';

/** What every message on every topic looks like. `eventId` is what an inbox remembers; `aggregateVersion` counts without gaps. */
export const Envelope = z.object({
  eventId: z.uuid(),
  type: z.string().min(1),
  version: z.literal(1),
  occurredAt: z.iso.datetime({ offset: true }),
  aggregateId: z.string().min(1),
  aggregateVersion: z.int().positive(),
  merchantId: z.uuid(),
  traceparent: z.string().optional(),
  body: z.unknown(),
});

/** The events of one topic: who writes it, whether old versions of a key may be thrown away, and its types. */
export type TopicCatalogue = Readonly<{
  topic: string;
  writer: string;
  compacted: boolean;
  about: string;
  types: Readonly<Record<string, z.ZodObject>>;
}>;
