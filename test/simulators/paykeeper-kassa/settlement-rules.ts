import type { CartItem } from '../kit/paykeeper-cart';

const standsAlone = ['advance', 'credit_payment'];
const marked = ['goods_coded', 'exc_coded'];

const hasCode = (item: CartItem): boolean => Boolean(item.item_code) || Boolean(item.item_code_b64);

/** What tags 1214 and 1212 demand of a cart beyond each item's own fields; undefined when all is well. */
export const settlementProblem = (items: readonly CartItem[]): string | undefined => {
  const alone = items.find(({ payment_type: method }) => standsAlone.includes(String(method)));
  if (alone !== undefined && (items.length > 1 || alone.item_type !== 'payment')) {
    return `payment_type ${String(alone.payment_type)}: в чеке одна позиция с item_type payment.`;
  }
  const coded = items.filter(({ item_type: subject }) => marked.includes(String(subject)));
  if (!coded.every((item) => Number(item.quantity) === 1 && hasCode(item))) return 'Маркированный товар: item_code и quantity 1 в каждой позиции.';
  return undefined;
};
