import { err, ok, type Result } from '@paygraph/shared/result';
import { z } from 'zod';
import { signalKinds, staffCarrier, type DeliverySignal, type SignalRefusal } from '../../domain/delivery-signals';

// Postgres stores no U+0000, and a name of a parcel has no use for other controls.
const text = (max: number) => z.string().min(1).max(max).regex(/^[^\p{Cc}\p{Cs}]+$/u);

const earliest = Date.UTC(2020, 0, 1);
const dayMs = 86_400_000;

const moment = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .refine((date) => date.getTime() > earliest && date.getTime() < Date.now() + dayMs, { error: 'is not a moment of this time' });

/** Only what orders act on; the whole call is kept raw. A kind that this version does not know is `unknown`, never an error. */
const Signal = z.object({
  signalId: text(200),
  carrier: text(64).refine((carrier) => carrier !== staffCarrier, { error: 'is a name that only the merchant\'s own people speak under' }),
  shipmentId: text(128),
  orderRef: text(80),
  direction: z.enum(['forward', 'return']),
  kind: z.string().transform((kind) => signalKinds.find((known) => known === kind) ?? ('unknown' as const)),
  occurredAt: moment,
});

const malformed = (reason: string): Result<never, SignalRefusal> => err({ kind: 'Malformed', reason });

const parse = (rawBody: Buffer): unknown => {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Reads a neutral delivery signal. The reason of a refusal names fields and rules, never values. */
export const readSignal = (rawBody: Buffer): Result<DeliverySignal, SignalRefusal> => {
  const parsed = Signal.safeParse(parse(rawBody));
  if (parsed.success) return ok(parsed.data);
  return malformed(parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '));
};
