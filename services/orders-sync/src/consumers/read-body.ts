import type { InboundEvent } from '@paygraph/shared/messaging/inbox';
import type { z } from 'zod';

/** The body of an event that the inbox has checked against the catalogue already, with its type. */
export const bodyOf = <S extends z.ZodType>(schema: S, { body }: InboundEvent): z.output<S> => schema.parse(body);
