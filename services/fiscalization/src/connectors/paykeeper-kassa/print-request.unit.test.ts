import { minor } from '@paygraph/shared/money';
import type { PrintOrder } from '../../domain/cash-register';
import { kindRules, receiptKinds, type ReceiptKind } from '../../domain/receipt-kind';
import { requestWith } from './print-request';

const orderOf = (kind: ReceiptKind, changes: Partial<PrintOrder> = {}): PrintOrder => {
  const { settlement, payment } = kindRules[kind];
  return { printKey: 'key-1', kind, paymentRef: '34', closingSettlement: 'advance', document: { settlement, payment, total: minor(100_050), lines: [] }, ...changes };
};
const requestOf = (order: PrintOrder): Readonly<Record<string, string>> => {
  const built = requestWith(false)(order);
  return 'request' in built ? built.request : {};
};

describe('the form of a receipt', () => {
  it('says direction, closing and money for each kind', () => {
    const said = receiptKinds.map((kind) => {
      const { type, is_post_sale: post, sum_cashless: cashless, sum_advance: advance } = requestOf(orderOf(kind));
      return [kind, type, post, cashless, advance];
    });
    expect(said).toEqual([
      ['prepayment', 'sale', 'false', '1000.50', undefined],
      ['closing', 'sale', 'true', undefined, '1000.50'],
      ['prepayment_refund', 'refund', 'false', '1000.50', undefined],
      ['refund', 'refund', 'false', '1000.50', undefined],
    ]);
  });

  it('names the offset of a prepayment as the register is configured', () => {
    expect(requestOf(orderOf('closing', { closingSettlement: 'cashless' }))).toMatchObject({ sum_cashless: '1000.50' });
  });

  it('carries the key and leaves the payment out when the register does not know it', () => {
    expect(requestOf(orderOf('prepayment', { paymentRef: null }))).toMatchObject({ receipt_key: 'key-1', payment_id: '' });
  });

  it('holds neither the contact nor the token: both are added when it is sent', () => {
    expect(Object.keys(requestOf(orderOf('prepayment'))).sort()).toEqual(['cart', 'is_post_sale', 'payment_id', 'receipt_key', 'sum_cashless', 'type']);
  });
});
