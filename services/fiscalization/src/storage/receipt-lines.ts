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

/** The rows of several receipts, by receipt, in their order. */
export const linesOfReceipts = async (sql: Sql, receiptIds: readonly string[]): Promise<ReadonlyMap<string, readonly ReceiptLine[]>> => {
  const records = await sql.query<LineRecord>(`SELECT * FROM receipt_line WHERE receipt_id = ANY($1::uuid[]) ORDER BY receipt_id, position`, [receiptIds]);
  const lines = new Map<string, ReceiptLine[]>();
  for (const record of records) lines.set(record.receipt_id, [...(lines.get(record.receipt_id) ?? []), toLine(record)]);
  return lines;
};
