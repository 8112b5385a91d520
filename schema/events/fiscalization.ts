import { z } from 'zod';
import { amount, at, id } from './parts';

export const receiptKind = z.enum(['prepayment', 'closing', 'prepayment_refund', 'refund']);
/** A receipt of more lines than one document holds is several: this is number `part` of `parts`, registered in this order; absent = one of one. */
const part = { part: z.int().positive().optional(), parts: z.int().positive().optional() };
const receipt = { receiptId: id, orderId: id, childOrderId: id, paymentId: id, kind: receiptKind, total: amount, ...part };

export const ReceiptPlanned = z.object({ ...receipt, legalEntityId: id, cashRegisterId: id });

/** Fiscal attributes as text: leading zeros matter, and tag 1077 passes 2^31. Names follow FFD: 1041, 1040, 1077, 1038, 1042, 1037. */
export const fiscalAttributes = z.object({
  fn: z.string(),
  fd: z.string(),
  fp: z.string(),
  shift: z.string().nullable(),
  receiptNumber: z.string().nullable(),
  registrationNumber: z.string().nullable(),
  registeredAt: at,
});

export const ReceiptRegistered = z.object({ ...receipt, fiscal: fiscalAttributes, qr: z.string(), url: z.url().nullable() });
export const ReceiptFailed = z.object({ ...receipt, reason: z.string() });
/** The register did not answer after it may have printed: it is asked by the receipt's key, never told to print anew. */
export const ReceiptUnknown = z.object({ ...receipt });

export const fiscalizationReceipt = {
  topic: 'fiscalization.receipt.v1',
  writer: 'fiscalization',
  compacted: false,
  about: 'What happens to a receipt, key = receipt id.',
  types: { ReceiptPlanned, ReceiptRegistered, ReceiptFailed, ReceiptUnknown },
} as const;
