import type { Result } from '@paygraph/shared/result';

export const signalKinds = [
  'registered', 'accepted', 'in_transit', 'arrived', 'out_for_delivery', 'attempt_failed', 'handed_over', 'partially_handed_over',
  'refused', 'return_started', 'returned_to_sender', 'lost', 'cancelled', 'withdrawn', 'unknown',
] as const;
export type SignalKind = (typeof signalKinds)[number];

/** The merchant's own people speak under this name; no connector may. */
export const staffCarrier = 'merchant_staff';

/** What a carrier, a courier or a pick-up point told about one parcel, in our words. */
export type DeliverySignal = Readonly<{
  /** The same fact told twice has the same id. */
  signalId: string;
  carrier: string;
  shipmentId: string;
  /** Number or id of the child order; the order's own number when it has only one. */
  orderRef: string;
  direction: 'forward' | 'return';
  kind: SignalKind;
  occurredAt: Date;
}>;

export type SignalCall = Readonly<{ headers: Readonly<Record<string, string | string[] | undefined>>; rawBody: Buffer; secret: string; now: Date }>;
export type SignalRefusal = Readonly<{ kind: 'Unauthentic' | 'Malformed'; reason: string }>;

/** PORT. Whoever brings delivery signals proves who it is, then translates. Never trusts a word before the proof. */
export type DeliverySignalSource = Readonly<{
  name: string;
  authenticate(call: SignalCall): Result<void, SignalRefusal>;
  read(rawBody: Buffer): Result<DeliverySignal, SignalRefusal>;
}>;
