import type { Fields } from '../kit/fields';
import { toKopecks, toRoubles } from '../kit/money';
import { checkCart } from '../kit/paykeeper-cart';
import { sumFields, type ReceiptOrder, type SumField } from './receipt';
import { settlementProblem } from './settlement-rules';

export type OrderCheck = Readonly<{ order: ReceiptOrder; problem?: undefined } | { problem: string }>;

const isContact = (text: string): boolean => /^\S+@\S+\.\S+$/.test(text) || /^\+?\d{10,15}$/.test(text);

const readSums = (fields: Fields): Record<SumField, number> | undefined => {
  const sums = sumFields.map((name) => [name, toKopecks(fields.text(name) || '0')] as const);
  return sums.some(([, kopecks]) => kopecks === undefined) ? undefined : (Object.fromEntries(sums) as Record<SumField, number>);
};

const headProblem = (fields: Fields): string | undefined => {
  if (!['sale', 'refund'].includes(fields.text('type'))) return 'Тип чека: поле type должно быть sale или refund.';
  if (!isContact(fields.text('contact'))) return 'Не задан контакт покупателя: поле contact.';
  return undefined;
};

const toOrder = (fields: Fields, paid: Pick<ReceiptOrder, 'sums' | 'total' | 'items'>): ReceiptOrder => ({
  ...paid,
  receiptKey: fields.text('receipt_key'),
  paymentId: fields.text('payment_id'),
  refundId: fields.text('refund_id'),
  type: fields.text('type') === 'refund' ? 'refund' : 'sale',
  isPostSale: fields.flag('is_post_sale'),
  isCorrection: fields.flag('is_correction'),
  contact: fields.text('contact'),
  properties: fields.text('receipt_properties'),
});

/** Reads and checks a print request by the rules of 54-FZ; the problem names the field. */
export const readOrder = (fields: Fields): OrderCheck => {
  const problem = headProblem(fields);
  if (problem !== undefined) return { problem };
  const cart = checkCart(fields.text('cart'));
  if (cart.problem !== undefined) return cart;
  const rule = settlementProblem(cart.items);
  if (rule !== undefined) return { problem: rule };
  const sums = readSums(fields);
  if (sums === undefined) return { problem: 'Неверная сумма оплаты: поля sum_*.' };
  const split = Object.values(sums).reduce((total, part) => total + part, 0);
  if (split !== cart.total) return { problem: `Сумма оплат ${toRoubles(split)} не равна сумме корзины ${toRoubles(cart.total)}.` };
  return { order: toOrder(fields, { sums, total: cart.total, items: cart.items }) };
};
