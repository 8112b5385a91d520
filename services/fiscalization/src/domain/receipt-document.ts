import type { OrderLineId } from '@paygraph/shared/ids';
import { sum, zero, type Minor } from '@paygraph/shared/money';
import type { Agent, LineKind, Measure, OrderLine } from './goods';
import type { ReceiptPart } from './position';
import { kindRules, type MethodSign, type PaymentTag, type ReceiptKind, type SettlementSign } from './receipt-kind';
import { receiptName } from './receipt-name';
import { splitLine } from './split-line';
import { vatCode, vatInside } from './vat';

/** A row of a receipt, container 1059: 1030, 1079, 1023, 1043, 2108, 1212, 1214, 1199, 1200, 1222-1226. Undefined 1199 = no such rate in FFD. */
export type ReceiptLine = Readonly<{
  lineId: OrderLineId;
  name: string;
  price: Minor;
  quantityMilli: number;
  sum: Minor;
  measure: number;
  subject: number;
  method: MethodSign;
  vatCode: number | undefined;
  vatSum: Minor | null;
  agent: Agent | null;
}>;

/** 1054, 1020 and the one payment sum (1081 or 1215) that makes it up, with the rows. */
export type ReceiptDocument = Readonly<{ settlement: SettlementSign; payment: PaymentTag; total: Minor; lines: readonly ReceiptLine[] }>;

/** 2108 in order: pieces or units, grams, kilograms, metres, litres. */
export const measureCodes: Readonly<Record<Measure, number>> = { piece: 0, gram: 10, kilogram: 11, meter: 22, liter: 41 };
/** 1212: 1 goods, 4 service. Delivery is a service on its own row. */
const subjects: Readonly<Record<LineKind, number>> = { goods: 1, service: 4, delivery: 4 };
const units: Readonly<Record<Measure, string>> = { piece: 'шт.', gram: 'г', kilogram: 'кг', meter: 'м', liter: 'л' };

const lotSuffix = ({ measure }: OrderLine, quantityMilli: number): string => ` (${String(quantityMilli / 1000)} ${units[measure]})`;

const linesOf = (kind: ReceiptKind, line: OrderLine, part: ReceiptPart): ReceiptLine[] =>
  splitLine(part.total, part.quantityMilli).map((row) => ({
    lineId: line.lineId,
    name: receiptName(line.name, row.packed ? lotSuffix(line, part.quantityMilli) : ''),
    price: row.price,
    quantityMilli: row.quantityMilli,
    sum: row.sum,
    measure: row.packed ? measureCodes.piece : measureCodes[line.measure],
    subject: subjects[line.kind],
    method: kindRules[kind].method,
    vatCode: vatCode(part.percent, kindRules[kind].calculatedVat),
    vatSum: vatInside(row.sum, part.percent),
    agent: line.agent,
  }));

/** The receipt as FFD sees it. Parts of lines that the order does not have are left out; planning refuses them before. */
export const documentOf = (o: { kind: ReceiptKind; parts: readonly ReceiptPart[]; lines: readonly OrderLine[] }): ReceiptDocument => {
  const lines = o.parts.flatMap((part) => {
    const line = o.lines.find(({ lineId }) => lineId === part.lineId);
    return line === undefined ? [] : linesOf(o.kind, line, part);
  });
  const { settlement, payment } = kindRules[o.kind];
  return { settlement, payment, total: sum(lines.map((line) => line.sum)), lines };
};

/** Kopecks by tag 1199 as the totals 1102-1107 and 1119/1120 show them: VAT sums, but the turnover for 0 % (5) and no VAT (6). */
export const vatTotals = (lines: readonly ReceiptLine[]): ReadonlyMap<number, Minor> => {
  const totals = new Map<number, Minor>();
  for (const { vatCode: code = 0, vatSum, sum: turnover } of lines) totals.set(code, sum([totals.get(code) ?? zero, vatSum ?? turnover]));
  return totals;
};
