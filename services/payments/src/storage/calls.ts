import type { Tx } from '@paygraph/shared/db/sql';
import type { MerchantId, OperationId, PaymentId } from '@paygraph/shared/ids';
import type { Exchange } from '../domain/provider';

export type CallPlace = Readonly<{ merchantId: MerchantId; paymentId: PaymentId; operationId: OperationId | null }>;

const append = `
  INSERT INTO provider_call (merchant_id, payment_id, operation_id, direction, action, request, answer, status, outcome, took_ms, happened_at)
  SELECT $1, $2, $3, c.direction, c.action, c.request, c.answer, c.status, c.outcome, c.took_ms, coalesce(c.happened_at, clock_timestamp())
  FROM jsonb_to_recordset($4::jsonb)
    AS c(position int, direction text, action text, request jsonb, answer jsonb, status int, outcome text, took_ms int, happened_at timestamptz)
  ORDER BY position`;

const toRow = ({ action, request, answer, status, outcome, at, tookMs }: Exchange, position: number): object => ({
  position, direction: 'out', action, request, answer, status, outcome, took_ms: tookMs, happened_at: at,
});

/** Adds finished exchanges to the payment's bank event log. They are masked already; the log is never rewritten. */
export const logExchanges = async (tx: Tx, place: CallPlace, exchanges: readonly Exchange[]): Promise<void> => {
  if (exchanges.length === 0) return;
  tx.write(append, [place.merchantId, place.paymentId, place.operationId, JSON.stringify(exchanges.map(toRow))]);
};

/** Written before a call leaves, so that a crash in the middle of it leaves a trace too. */
export const logIntent = async (tx: Tx, place: CallPlace, { action, request }: { action: string; request: object }): Promise<void> => {
  tx.write(append, [place.merchantId, place.paymentId, place.operationId, JSON.stringify([{ position: 0, direction: 'intent', action, request, outcome: 'about to call' }])]);
};

/** A person's word in place of the provider's: who gave it, and why. */
export const logHand = async (tx: Tx, place: CallPlace, { action, request }: { action: string; request: object }): Promise<void> => {
  tx.write(append, [place.merchantId, place.paymentId, place.operationId, JSON.stringify([{ position: 0, direction: 'hand', action, request, outcome: 'settled by hand' }])]);
};

export const logNotice = async (tx: Tx, place: CallPlace, { request, outcome }: { request: object; outcome: string }): Promise<void> => {
  tx.write(append, [place.merchantId, place.paymentId, null, JSON.stringify([{ position: 0, direction: 'in', action: 'notification', request, outcome }])]);
};
