import { formatMinor } from '@paygraph/shared/money';
import type { Agent } from '../../domain/goods';
import type { ReceiptLine } from '../../domain/receipt-document';
import { itemTypes, measureCodes, paymentTypes, taxCodes } from './codes';

/** A row of `cart`. Sums are roubles as text: floats would lose kopecks. */
type CartRow = Readonly<Record<string, unknown>>;
export type Cart = Readonly<{ rows: readonly CartRow[] }> | Readonly<{ problem: string }>;

/** "1.5" for 1500 thousandths. */
export const quantityText = (quantityMilli: number): string => {
  const text = String(quantityMilli).padStart(4, '0');
  return `${text.slice(0, -3)}.${text.slice(-3)}`.replace(/\.?0+$/, '');
};

/** The keys inside `agent` and `supplier` are not published: these are assumed, and sent only where the operator allowed it (MAPPING.md). */
const agentKeys = ({ sign, supplierName, supplierInn, supplierPhones }: Agent): CartRow => ({
  agent: { type: sign },
  supplier: { name: supplierName, inn: supplierInn, phones: supplierPhones },
});

const codesOf = (line: ReceiptLine): Readonly<Record<string, string | undefined>> => ({
  tax: line.vatCode === undefined ? undefined : taxCodes[line.vatCode],
  item_type: itemTypes[line.subject],
  payment_type: paymentTypes[line.method],
  measure: measureCodes[line.measure],
});

const rowOf = (line: ReceiptLine): CartRow => ({
  name: line.name,
  price: formatMinor(line.price),
  quantity: quantityText(line.quantityMilli),
  sum: formatMinor(line.sum),
  ...codesOf(line),
  ...(line.agent === null ? {} : agentKeys(line.agent)),
});

const problemOf = (line: ReceiptLine, allowAgents: boolean): string | undefined => {
  const [field] = Object.entries(codesOf(line)).find(([, code]) => code === undefined) ?? [];
  if (field !== undefined) return `PayKeeper has no code for ${field} of "${line.name}"`;
  if (line.agent === null || allowAgents) return undefined;
  return `"${line.name}" is sold as an agent and PayKeeper does not publish the names of its agent fields; confirm them with its support and allow agent lines (MAPPING.md)`;
};

/** The rows of a receipt as PayKeeper wants them, or the first thing that it has no word for. */
export const cartOf = (lines: readonly ReceiptLine[], allowAgents: boolean): Cart => {
  const problem = lines.map((line) => problemOf(line, allowAgents)).find((found) => found !== undefined);
  return problem === undefined ? { rows: lines.map(rowOf) } : { problem };
};
