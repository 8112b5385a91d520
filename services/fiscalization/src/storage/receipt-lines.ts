import type { Sql } from '@paygraph/shared/db/sql';
import type { OrderLineId } from '@paygraph/shared/ids';
import { minor, type Minor } from '@paygraph/shared/money';
import type { Agent } from '../domain/goods';
import type { ReceiptLine } from '../domain/receipt-document';
import type { MethodSign } from '../domain/receipt-kind';

type LineRecord = Readonly<{
  receipt_id: string;
  line_id: OrderLineId;
  name: string;
  price: string;
  quantity_milli: string;
  sum: string;
  measure: number;
  subject: number;
  method: MethodSign;
  vat_code: number | null;
  vat_sum: string | null;
  agent: Agent | null;
}>;

const kopecks = (text: string): Minor => minor(Number(text));

const toLine = (record: LineRecord): ReceiptLine => ({
  lineId: record.line_id,
  name: record.name,
  price: kopecks(record.price),
  quantityMilli: Number(record.quantity_milli),
  sum: kopecks(record.sum),
  measure: record.measure,
  subject: record.subject,
  method: record.method,
  vatCode: record.vat_code ?? undefined,
  vatSum: record.vat_sum === null ? null : kopecks(record.vat_sum),
  agent: record.agent,
});

export type LinesByReceipt = ReadonlyMap<string, readonly ReceiptLine[]>;

const byReceipt = (records: readonly LineRecord[]): LinesByReceipt => {
  const lines = new Map<string, ReceiptLine[]>();
  for (const record of records) lines.set(record.receipt_id, [...(lines.get(record.receipt_id) ?? []), toLine(record)]);
  return lines;
};

/** The rows of several receipts, by receipt, in their order. */
export const linesOfReceipts = async (sql: Sql, receiptIds: readonly string[]): Promise<LinesByReceipt> =>
  byReceipt(await sql.query<LineRecord>(`SELECT * FROM receipt_line WHERE receipt_id = ANY($1::uuid[]) ORDER BY receipt_id, position`, [receiptIds]));

/** Those of all receipts of these orders (or child orders): they can be asked for together with the receipts. */
export const linesBy = async (sql: Sql, by: 'id' | 'order_id' | 'child_order_id', ids: readonly string[]): Promise<LinesByReceipt> => {
  // An array that the planner sees is planned for anew at every call.
  const text = `SELECT l.* FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id WHERE r.${by} = ANY((SELECT $1::uuid[])::uuid[]) ORDER BY l.receipt_id, l.position`;
  return byReceipt(await sql.query<LineRecord>(text, [ids]));
};
