import { textOf, withoutContacts, type PayKeeperRow } from '@paygraph/shared/connectors/paykeeper-answer';
import { parseMinor, type Minor } from '@paygraph/shared/money';
import type { RegisterView } from '../../domain/cash-register';
import type { FiscalAttributes } from '../../domain/fiscal-attributes';
import { statuses } from './codes';

/**
 * The manual shows only `id`, `fop_receipt_key`, `status` and the sums of a receipt's row. The other names are taken from what registers
 * call the same things; the first name that is present counts. Add a name here when a real server shows another one.
 */
const names = {
  id: ['id', 'receipt_id'],
  key: ['receipt_key'],
  pageKey: ['fop_receipt_key'],
  status: ['status'],
  reason: ['error_message', 'error', 'msg'],
  total: ['sum', 'total'],
  fn: ['fn_number', 'fn', 'fiscal_drive_number'],
  fd: ['fiscal_document_number', 'fd', 'fiscal_document'],
  fp: ['fiscal_sign', 'fp', 'fpd', 'fiscal_document_attribute'],
  shift: ['shift_number', 'shift'],
  receiptNumber: ['receipt_number', 'fiscal_receipt_number', 'number_in_shift'],
  registrationNumber: ['rnm', 'kkt_reg_number', 'ecr_registration_number'],
  registeredAt: ['receipt_datetime', 'fiscal_datetime', 'success_datetime'],
} as const;
type Field = keyof typeof names;

const find = (row: PayKeeperRow, field: Field): string | undefined => names[field].map((name) => textOf(row[name])).find((text) => text !== undefined);

/** Times are Moscow without an offset. */
const momentOf = (text: string | undefined): Date | undefined => {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)$/.exec(text ?? '') ?? [];
  const moment = new Date(day === undefined ? (text ?? '') : `${day}T${time ?? ''}+03:00`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
};

const fiscalOf = (row: PayKeeperRow): FiscalAttributes | undefined => {
  const [fn, fd, fp] = [find(row, 'fn'), find(row, 'fd'), find(row, 'fp')];
  const registeredAt = momentOf(find(row, 'registeredAt'));
  if (fn === undefined || fd === undefined || fp === undefined || registeredAt === undefined) return undefined;
  const optional = (field: Field): string | null => find(row, field) ?? null;
  return { fn, fd, fp, registeredAt, shift: optional('shift'), receiptNumber: optional('receiptNumber'), registrationNumber: optional('registrationNumber') };
};

const totalOf = (row: PayKeeperRow): Minor | null => {
  const total = parseMinor(find(row, 'total') ?? '');
  return total.ok ? total.value : null;
};

export const idOf = (row: PayKeeperRow): string | undefined => find(row, 'id');
/** Our own key of the receipt, when the server shows it. */
export const keyOf = (row: PayKeeperRow): string | undefined => find(row, 'key');

/** The public page of a receipt: `https://<host>/receipt/<fop_receipt_key>/?rc_id=<id>`. */
const pageOf = (baseUrl: string, row: PayKeeperRow, id: string): string | null => {
  const pageKey = find(row, 'pageKey');
  return pageKey === undefined ? null : `${baseUrl.replace(/\/+$/, '')}/receipt/${encodeURIComponent(pageKey)}/?rc_id=${encodeURIComponent(id)}`;
};

/** A row in the port's words. Undefined when it cannot be understood: no id, or registered without its fiscal attributes. */
export const viewOf = (baseUrl: string, row: PayKeeperRow): RegisterView | undefined => {
  const remoteId = idOf(row);
  if (remoteId === undefined) return undefined;
  const status = statuses[find(row, 'status') ?? ''] ?? 'in-progress';
  if (status === 'in-progress') return { kind: status, remoteId };
  if (status === 'refused') return { kind: status, remoteId, reason: withoutContacts(find(row, 'reason') ?? 'the register gave no reason') };
  const fiscal = fiscalOf(row);
  return fiscal === undefined ? undefined : { kind: status, remoteId, fiscal, total: totalOf(row), url: pageOf(baseUrl, row, remoteId) };
};
