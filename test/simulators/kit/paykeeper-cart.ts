import { toKopecks } from './money';

export type CartItem = Readonly<Record<string, unknown>>;
/** Either the total in kopecks with the items, or the first thing wrong in words that name the field. */
export type CartCheck = Readonly<{ total: number; items: readonly CartItem[]; problem?: undefined } | { problem: string }>;

const taxes = ['none', 'vat0', 'vat5', 'vat7', 'vat10', 'vat20', 'vat22', 'vat105', 'vat107', 'vat110', 'vat120', 'vat122'];
const itemTypes = [
  'goods', 'service', 'work', 'excise', 'ip', 'payment', 'agent', 'property_right', 'non_operating', 'sales_tax', 'resort_fee', 'other',
  'exc_uncoded', 'exc_coded', 'goods_uncoded', 'goods_coded',
];
const paymentTypes = ['prepay', 'part_prepay', 'advance', 'full', 'part_credit', 'credit', 'credit_payment'];
const codeLists: Readonly<Record<string, readonly string[]>> = { tax: taxes, item_type: itemTypes, payment_type: paymentTypes };
const longestName = 128;

const amountOf = (value: unknown): number | undefined => toKopecks(String(value));

const sumProblem = ({ price, quantity, sum }: CartItem): string | undefined => {
  const [unit, total] = [amountOf(price), amountOf(sum)];
  const count = Number(quantity);
  if (unit === undefined || total === undefined) return 'price и sum должны быть суммами в рублях';
  if (!(count > 0)) return 'quantity должно быть больше нуля';
  return Math.abs(unit * count - total) > 1 ? 'sum не равна price*quantity' : undefined;
};

const codeProblem = (item: CartItem): string | undefined => {
  const wrong = Object.entries(codeLists).find(([field, codes]) => (field in item || field === 'tax') && !codes.includes(String(item[field])));
  return wrong === undefined ? undefined : `недопустимое значение ${wrong[0]}`;
};

const itemProblem = (item: CartItem): string | undefined => {
  const name = item.name;
  if (typeof name !== 'string' || name === '') return 'нет name';
  if ([...name].length > longestName) return 'name длиннее 128 знаков';
  return codeProblem(item) ?? sumProblem(item);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Checks a cart as text of a JSON array, by the rules of 54-FZ items that PayKeeper's manual lists. */
export const checkCart = (text: string): CartCheck => {
  const items = parse(text);
  if (!Array.isArray(items) || items.length === 0) return { problem: 'Корзина: нужен непустой массив JSON.' };
  const rows = items.map((item: unknown) => (typeof item === 'object' && item !== null ? item : {}) as CartItem);
  for (const [at, row] of rows.entries()) {
    const problem = itemProblem(row);
    if (problem !== undefined) return { problem: `Корзина, позиция ${at + 1}: ${problem}.` };
  }
  return { total: rows.reduce((total, { sum }) => total + (amountOf(sum) ?? 0), 0), items: rows };
};
