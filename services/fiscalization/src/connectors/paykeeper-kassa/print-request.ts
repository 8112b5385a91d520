import { formatMinor } from '@paygraph/shared/money';
import type { CashRegisterConnector, PrintOrder } from '../../domain/cash-register';
import { cartOf } from './cart';

/**
 * Which `sum_*` carries the total. Money that moves is cashless; the closing offsets the prepayment, 1215, which is `sum_advance`. The
 * manual's own rule is not published and one public client sends `sum_cashless` there, so it is a setting of the register.
 */
const sumField = ({ document, closingSettlement }: PrintOrder): 'sum_cashless' | 'sum_advance' =>
  document.payment === 1215 && closingSettlement === 'advance' ? 'sum_advance' : 'sum_cashless';

/** The form of `/change/receipt/print/` without `contact` and `token`, which are added when it is sent. */
export const requestWith =
  (allowAgents: boolean): CashRegisterConnector['requestOf'] =>
  (order) => {
    const { document, printKey, paymentRef, kind } = order;
    const cart = cartOf(document.lines, allowAgents);
    if ('problem' in cart) return cart;
    const request = {
      payment_id: paymentRef ?? '',
      type: document.settlement === 1 ? 'sale' : 'refund',
      is_post_sale: String(kind === 'closing'),
      [sumField(order)]: formatMinor(document.total),
      cart: JSON.stringify(cart.rows),
      receipt_key: printKey,
    };
    return { request };
  };
