import { minor } from '@paygraph/shared/money';
import { qrText } from './fiscal-attributes';

it('writes the QR of a receipt in the order and form of tag 1196', () => {
  const fiscal = {
    fn: '9999078900001341', fd: '0133', fp: '0449555941', shift: '23', receiptNumber: '6', registrationNumber: '0000000001012943', registeredAt: new Date('2026-11-30T15:01:59Z'),
  };
  expect(qrText({ fiscal, total: minor(100_000), settlement: 1 })).toBe('t=20261130T1801&s=1000.00&fn=9999078900001341&i=133&fp=449555941&n=1');
  expect(qrText({ fiscal, total: minor(5), settlement: 2 })).toContain('&s=0.05&');
});
