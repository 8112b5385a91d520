import { createHash, randomUUID } from 'node:crypto';

export const signalKinds = [
  'registered', 'accepted', 'in_transit', 'arrived', 'out_for_delivery', 'attempt_failed', 'handed_over', 'partially_handed_over', 'refused', 'return_started',
  'returned_to_sender', 'lost', 'cancelled', 'withdrawn', 'unknown',
] as const;
export type SignalKind = (typeof signalKinds)[number];

/** The neutral delivery signal that every carrier's connector speaks; times are ISO 8601 with an offset. */
export type DeliverySignal = Readonly<{
  signalId: string; carrier: string; shipmentId: string; trackNumber?: string; orderRef: string; parentOrderRef?: string; packageRef?: string;
  direction: 'forward' | 'return'; kind: SignalKind; final: boolean; occurredAt: string; observedAt: string; timezoneKnown: boolean;
  carrierCode: string; carrierSubCode?: string; carrierText?: string; place?: string;
  items?: readonly Readonly<{ orderLineId: string; quantity: string }>[];
  cod?: Readonly<{ amount: Readonly<{ amount: number; currency: string }>; method: 'cash' | 'card' | 'sbp' | 'unknown'; receiptBy: 'carrier' | 'merchant' | 'unknown'; remitted?: boolean }>;
  evidence: Readonly<{ source: 'webhook'; rawRef: string; verifiedByPull: boolean }>;
}>;
export type SignalOrder = Partial<DeliverySignal> & Readonly<{ orderRef: string; kind: SignalKind }>;

const finals: ReadonlySet<SignalKind> = new Set(['handed_over', 'returned_to_sender', 'lost', 'cancelled']);
const returns: ReadonlySet<SignalKind> = new Set(['return_started', 'returned_to_sender']);

/** Fills in what a test did not say. The id is made of carrier, shipment, code and moment, so telling the same fact twice gives the same id. */
export const toSignal = (order: SignalOrder, now: Date): DeliverySignal => {
  const { carrier = 'own_courier', shipmentId = `shipment-${order.orderRef}`, carrierCode = order.kind.toUpperCase(), occurredAt = now.toISOString() } = order;
  const signalId = createHash('sha256').update([carrier, shipmentId, carrierCode, occurredAt].join('\u0000')).digest('hex').slice(0, 32);
  const direction = returns.has(order.kind) ? 'return' : 'forward';
  return {
    signalId, direction, final: finals.has(order.kind), observedAt: now.toISOString(), timezoneKnown: true,
    evidence: { source: 'webhook', rawRef: randomUUID(), verifiedByPull: false },
    ...order, carrier, shipmentId, carrierCode, occurredAt,
  };
};
