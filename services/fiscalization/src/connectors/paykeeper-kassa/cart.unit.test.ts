import type { OrderLineId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { ReceiptLine } from '../../domain/receipt-document';
import { cartOf, quantityText } from './cart';

const line: ReceiptLine = {
  lineId: '00000000-0000-4000-8000-000000000001' as OrderLineId, name: 'Сыр', price: minor(80_050), quantityMilli: 1_250, sum: minor(100_063),
  measure: 11, subject: 1, method: 4, vatCode: 2, vatSum: minor(9_097), agent: null,
};
const agent = { sign: 'commission_agent', supplierName: 'ООО Поставщик', supplierInn: '7725713770', supplierPhones: ['+79990000001'] } as const;

describe('a row of the cart', () => {
  it('says roubles and quantities as exact text and codes as PayKeeper writes them', () => {
    expect(cartOf([line], false)).toEqual({
      rows: [{ name: 'Сыр', price: '800.50', quantity: '1.25', sum: '1000.63', tax: 'vat10', item_type: 'goods', payment_type: 'full', measure: 'kg' }],
    });
  });

  it('has a tax code for every code of tag 1199', () => {
    const taxes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((vatCode) => cartOf([{ ...line, vatCode }], false)).flatMap((cart) => ('rows' in cart ? cart.rows : []));
    expect(taxes.map(({ tax }) => tax)).toEqual(['vat20', 'vat10', 'vat120', 'vat110', 'vat0', 'none', 'vat5', 'vat7', 'vat105', 'vat107', 'vat22', 'vat122']);
  });

  it('is refused, not guessed, for a code that PayKeeper has no word for', () => {
    expect(cartOf([{ ...line, vatCode: undefined }], false)).toEqual({ problem: expect.stringContaining('tax') });
    expect(cartOf([{ ...line, measure: 255 }], false)).toEqual({ problem: expect.stringContaining('measure') });
    expect(cartOf([{ ...line, subject: 33 }], false)).toEqual({ problem: expect.stringContaining('item_type') });
  });

  it('of an agent is sent only when the operator confirmed the field names', () => {
    expect(cartOf([{ ...line, agent }], false)).toEqual({ problem: expect.stringContaining('agent') });
    expect(cartOf([{ ...line, agent }], true)).toMatchObject({ rows: [{ agent: { type: 'commission_agent' }, supplier: { inn: '7725713770', phones: ['+79990000001'] } }] });
  });
});

it('writes thousandths without needless zeros', () => {
  expect([1, 10, 500, 1_000, 1_250, 10_000, 123_456].map(quantityText)).toEqual(['0.001', '0.01', '0.5', '1', '1.25', '10', '123.456']);
});
