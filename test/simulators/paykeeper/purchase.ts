import type { Fields } from '../kit/fields';
import { toKopecks, toRoubles } from '../kit/money';
import { checkCart } from '../kit/paykeeper-cart';
import type { Purchase } from './payment';
import { done, refuse, type Verdict } from './verdict';

type ServiceObject = Readonly<{ service_name?: unknown; cart?: unknown; user_result_callback?: unknown }>;

const asObject = (text: string): ServiceObject | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ServiceObject) : undefined;
  } catch {
    return undefined;
  }
};

const cartText = (cart: unknown): string => {
  if (cart === undefined || cart === null) return '';
  return typeof cart === 'string' ? cart : JSON.stringify(cart);
};
const textOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

/** Reads `service_name`, which is plain text or JSON text holding the name, the cart and the return address. */
const readService = (fields: Fields): Pick<Purchase, 'serviceName' | 'cart' | 'returnUrl'> => {
  const raw = fields.text('service_name');
  const inner = asObject(raw) ?? { service_name: raw };
  return {
    serviceName: textOr(inner.service_name, ''),
    cart: cartText(inner.cart) || fields.text('cart'),
    returnUrl: textOr(inner.user_result_callback, fields.text('user_result_callback')),
  };
};

const cartProblem = (cart: string, amount: number): string | undefined => {
  if (cart === '') return undefined;
  const check = checkCart(cart);
  if (check.problem !== undefined) return check.problem;
  return check.total === amount ? undefined : `Сумма корзины ${toRoubles(check.total)} не равна сумме ${toRoubles(amount)}.`;
};

/** The purchase that a form describes; the amount is read from `amountField`. Refuses a bad amount or a cart that does not add up. */
export const readPurchase = (fields: Fields, amountField: 'pay_amount' | 'sum'): Verdict<Purchase> => {
  const amount = toKopecks(fields.text(amountField));
  if (amount === undefined || amount === 0) return refuse(`Неверная сумма: поле ${amountField}.`);
  const service = readService(fields);
  const problem = cartProblem(service.cart, amount);
  if (problem !== undefined) return refuse(problem);
  const who = { clientId: fields.text('clientid'), orderId: fields.text('orderid'), clientEmail: fields.text('client_email'), clientPhone: fields.text('client_phone') };
  return done({ amount, ...who, ...service });
};
