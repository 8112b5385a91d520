import { err, ok, type Result } from '@paygraph/shared/result';
import { limits, type Basket, type BasketDelivery, type BasketLine } from './basket';
import { grossOf } from './line-money';
import { cleanText } from './texts';
import { problem, type InputProblem } from './words';

const amountProblem = (field: string, value: number): InputProblem | null => {
  if (!Number.isSafeInteger(value) || value < 0) return problem(field, 'must be a whole number of kopecks, zero or more');
  return value > limits.amount ? problem(field, `must be at most ${limits.amount} kopecks`) : null;
};

const quantityProblem = (field: string, { quantityMilli, measure }: BasketLine): InputProblem | null => {
  if (!Number.isSafeInteger(quantityMilli) || quantityMilli <= 0) return problem(field, 'must be above zero, in thousandths of the measure: 1000 is one');
  if (quantityMilli > limits.quantityMilli) return problem(field, `must be at most ${limits.quantityMilli} thousandths`);
  // The usual slip is to send 2 for two pieces, which would be two thousandths of a piece.
  return measure === 'piece' && quantityMilli % 1000 !== 0 ? problem(field, 'counts thousandths and a piece is whole: two pieces are 2000') : null;
};

const moneyProblem = (at: string, line: BasketLine): InputProblem | null => {
  const amount = amountProblem(`${at}.price`, line.price) ?? amountProblem(`${at}.discount`, line.discount);
  if (amount) return amount;
  const gross = BigInt(line.price) * BigInt(line.quantityMilli);
  if (gross > BigInt(limits.amount) * 1000n) return problem(`${at}.price`, `times the quantity must be at most ${limits.amount} kopecks`);
  return line.discount > grossOf(line.price, line.quantityMilli) ? problem(`${at}.discount`, 'must not exceed price times quantity: a line never falls below zero') : null;
};

const cleanLine = (line: BasketLine, at: string): Result<BasketLine, InputProblem> => {
  const name = cleanText(line.name, { field: `${at}.name`, max: limits.name });
  if (!name.ok) return name;
  const sku = line.sku === null ? ok(null) : cleanText(line.sku, { field: `${at}.sku`, max: limits.sku });
  if (!sku.ok) return sku;
  const broken = quantityProblem(`${at}.quantityMilli`, line) ?? moneyProblem(at, line);
  return broken ? err(broken) : ok({ ...line, name: name.value, sku: sku.value });
};

const cleanDelivery = (delivery: BasketDelivery | null): Result<BasketDelivery | null, InputProblem> => {
  if (!delivery) return ok(null);
  const name = cleanText(delivery.name, { field: 'delivery.name', max: limits.name });
  if (!name.ok) return name;
  const broken = amountProblem('delivery.price', delivery.price);
  return broken ? err(broken) : ok({ ...delivery, name: name.value });
};

const cleanLines = (lines: readonly BasketLine[]): Result<readonly BasketLine[], InputProblem> => {
  if (lines.length === 0) return err(problem('lines', 'must hold at least one line'));
  if (lines.length > limits.lines) return err(problem('lines', `must hold at most ${limits.lines} lines`));
  const clean: BasketLine[] = [];
  for (const [index, line] of lines.entries()) {
    const checked = cleanLine(line, `lines[${index}]`);
    if (!checked.ok) return checked;
    clean.push(checked.value);
  }
  return ok(clean);
};

/** Checks what can be checked without knowing the merchant: forms, limits, signs. Gives back the basket with clean texts. */
export const checkBasket = (basket: Basket): Result<Basket, InputProblem> => {
  const lines = cleanLines(basket.lines);
  if (!lines.ok) return lines;
  const delivery = cleanDelivery(basket.delivery);
  if (!delivery.ok) return delivery;
  const broken = amountProblem('discount', basket.discount) ?? amountProblem('total', basket.total);
  return broken ? err(broken) : ok({ ...basket, lines: lines.value, delivery: delivery.value });
};
