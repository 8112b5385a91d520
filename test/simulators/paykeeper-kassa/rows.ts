import { moscowDateTime } from '../kit/moscow-time';
import { toRoubles } from '../kit/money';
import { sumFields, type FiscalData, type Receipt } from './receipt';

type Row = Record<string, string | null>;

const noFiscalData: Row = {
  fn_number: null, fiscal_document_number: null, fiscal_sign: null, shift_number: null, receipt_number: null, receipt_datetime: null, rnm: null, qr: null,
};

const fiscalFields = (data: FiscalData): Row => ({
  fn_number: data.fnNumber,
  fiscal_document_number: String(data.documentNumber),
  fiscal_sign: data.fiscalSign,
  shift_number: String(data.shiftNumber),
  receipt_number: String(data.numberInShift),
  receipt_datetime: moscowDateTime(data.printedAt),
  rnm: data.rnm,
  qr: data.qr,
});

/** A receipt as the info calls show it. The names past `id`, `fop_receipt_key`, `status` and the sums are assumed: see README.md. */
export const receiptRow = ({ id, fopReceiptKey, createdAt, order, status, error, fiscal }: Receipt): Row => ({
  id,
  fop_receipt_key: fopReceiptKey,
  receipt_key: order.receiptKey,
  payment_id: order.paymentId === '' ? null : order.paymentId,
  refund_id: order.refundId === '' ? null : order.refundId,
  type: order.type,
  is_post_sale: String(order.isPostSale),
  is_correction: String(order.isCorrection),
  status,
  error_message: error === '' ? null : error,
  contact: order.contact,
  sum: toRoubles(order.total),
  ...Object.fromEntries(sumFields.map((name) => [name, toRoubles(order.sums[name])])),
  cart: JSON.stringify(order.items),
  created_datetime: moscowDateTime(createdAt),
  ...(fiscal === undefined ? noFiscalData : fiscalFields(fiscal)),
});
