import type { OrderLineId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { ReceiptDocument, ReceiptLine } from './receipt-document';
import { contactText, receiptProblems } from './validate-receipt';

const line: ReceiptLine = {
  lineId: '00000000-0000-4000-8000-000000000001' as OrderLineId, name: 'Кружка', price: minor(50_000), quantityMilli: 2_000, sum: minor(100_000),
  measure: 0, subject: 1, method: 1, vatCode: 12, vatSum: minor(18_033), agent: null,
};
const documentWith = (changes: Partial<ReceiptLine>, total = 100_000): ReceiptDocument => ({ settlement: 1, payment: 1081, total: minor(total), lines: [{ ...line, ...changes }] });
const seller = { contact: 'b@example.com', taxation: 'osn' } as const;
const agent = { sign: 'commission_agent', supplierName: 'ООО Поставщик', supplierInn: '7725713770', supplierPhones: [] } as const;

describe('a receipt before it is sent', () => {
  it('passes when everything adds up', () => {
    expect(receiptProblems(documentWith({}), seller)).toEqual([]);
    expect(receiptProblems(documentWith({ agent }), seller)).toEqual([]);
  });

  it.each([
    ['an empty name', { name: '' }, /1030/],
    ['a name of 129 characters', { name: 'я'.repeat(129) }, /1030/],
    ['a price of zero', { price: minor(0) }, /1079/],
    ['a quantity of zero', { quantityMilli: 0 }, /1023/],
    ['a sum two kopecks off price × quantity', { price: minor(50_001) }, /kopeck/],
    ['a VAT rate without a code', { vatCode: undefined }, /1199/],
    ['a supplier INN with wrong check digits', { agent: { ...agent, supplierInn: '7725713771' } }, /1226/],
  ])('is refused for %s', (_what, changes, rule) => {
    expect(receiptProblems(documentWith(changes), seller)).toEqual([expect.stringMatching(rule)]);
  });

  it('is refused when its rows differ from the total, when nobody can get it, and with more than 100 rows', () => {
    expect(receiptProblems(documentWith({}, 99_999), seller)).toEqual([expect.stringContaining('1020')]);
    expect(receiptProblems(documentWith({}), { ...seller, contact: undefined })).toEqual([expect.stringContaining('1008')]);
    const many = { ...documentWith({}), total: minor(101 * 100_000), lines: Array.from({ length: 101 }, () => line) };
    expect(receiptProblems(many, seller)).toEqual([expect.stringContaining('100 rows')]);
  });
});

describe('VAT of 5 or 7 %', () => {
  it('is for sellers under the simplified system only', () => {
    const problems = (taxation: 'osn' | 'usn_income' | 'patent') => [7, 8, 9, 10].flatMap((vatCode) => receiptProblems(documentWith({ vatCode }), { ...seller, taxation }));
    expect(problems('usn_income')).toEqual([]);
    expect(problems('osn')).toHaveLength(4);
    expect(problems('patent')[0]).toContain('1199');
  });
});

describe("the buyer's contact", () => {
  it('is the e-mail, else the phone with a plus and digits only', () => {
    expect(contactText({ email: ' b@example.com ', phone: '+79990000000' })).toBe('b@example.com');
    expect(contactText({ email: null, phone: '8 (999) 000-00-00' })).toBe('+79990000000');
    expect(contactText({ email: 'not an address', phone: '+7 999 000 00 00' })).toBe('+79990000000');
    expect(contactText({ email: null, phone: '123' })).toBeUndefined();
    expect(contactText({ email: null, phone: null })).toBeUndefined();
  });
});
