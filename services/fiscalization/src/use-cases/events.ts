import type { EventBody, EventType } from '@paygraph/schema/events/index';
import type { NewEvent } from '@paygraph/shared/messaging/events';
import type { ReceiptRow } from '../storage/receipts';

const topic = 'fiscalization.receipt.v1';
type Named = Pick<ReceiptRow, 'id' | 'merchantId' | 'orderId' | 'childOrderId' | 'paymentId' | 'kind' | 'total' | 'causePart' | 'causeParts'>;
type Rest<T extends EventType<typeof topic>> = Omit<EventBody<typeof topic, T>, 'receiptId' | 'orderId' | 'childOrderId' | 'paymentId' | 'kind' | 'total' | 'part' | 'parts'>;

/** An event of a receipt. `version` counts a receipt's events from 1. */
export const receiptEvent = <T extends EventType<typeof topic>>(type: T, o: { receipt: Named; version: number; rest: Rest<T> }): NewEvent => {
  const { id, merchantId, orderId, childOrderId, paymentId, kind, total, causePart, causeParts } = o.receipt;
  const body = { receiptId: id, orderId, childOrderId, paymentId, kind, total, part: causePart + 1, parts: causeParts, ...o.rest };
  return { topic, type, aggregateId: id, aggregateVersion: o.version, merchantId, body };
};
