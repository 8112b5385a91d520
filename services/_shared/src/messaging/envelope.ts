import type { MerchantId } from '../ids';
import { isUuid } from '../ids';
import { err, ok, type Result } from '../result';
import { bodyToRead } from './catalogue';
import type { BusMessage } from './bus';

export type InboundEvent = Readonly<{
  eventId: string;
  topic: string;
  type: string;
  version: number;
  occurredAt: string;
  aggregateId: string;
  aggregateVersion: number;
  merchantId: MerchantId;
  traceparent?: string;
  body: unknown;
}>;

/** The event as a message: JSON in the value, CloudEvents attribute names in the headers for readers that are not ours. */
export const toMessage = (source: string, { topic, ...envelope }: InboundEvent): BusMessage => ({
  topic,
  key: envelope.aggregateId,
  value: JSON.stringify(envelope),
  headers: {
    ce_specversion: '1.0',
    ce_id: envelope.eventId,
    ce_type: envelope.type,
    ce_source: `/paygraph/${source}`,
    ce_subject: envelope.aggregateId,
    ce_time: envelope.occurredAt,
    'content-type': 'application/json',
    ...(envelope.traceparent ? { traceparent: envelope.traceparent } : {}),
  },
});

export type Unreadable = Readonly<{ reason: string }>;
type Loose = Readonly<Record<string, unknown>>;

const asObject = (value: string): Loose | undefined => {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Loose) : undefined;
  } catch {
    return undefined;
  }
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isId = (value: unknown): value is string => isText(value) && isUuid(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  eventId: isId,
  type: isText,
  version: (value) => value === 1,
  occurredAt: (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  aggregateId: isText,
  aggregateVersion: isCount,
  merchantId: isId,
};

/** Reads a message; the reason names the field that is wrong, never its value. */
export const fromMessage = ({ topic, key, value }: Pick<BusMessage, 'topic' | 'key' | 'value'>): Result<InboundEvent, Unreadable> => {
  const envelope = asObject(value);
  if (!envelope) return err({ reason: 'The message is not a JSON object' });
  const wrong = Object.keys(checks).find((field) => !checks[field]?.(envelope[field]));
  if (wrong) return err({ reason: `The envelope's field ${wrong} is missing or wrong` });
  if (envelope['aggregateId'] !== key) return err({ reason: 'The message key is not the aggregateId' });
  const body = bodyToRead(topic, String(envelope['type']), envelope['body']);
  if (!body.ok) return err({ reason: `The body does not fit its schema. ${body.problem}` });
  return ok({ ...envelope, topic, body: body.body } as InboundEvent);
};
