import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acknowledgement, notificationKey, verifyNotification } from './notification';

// The vectors are computed from the formulas alone; the secret is nobody's.
const secret = 's3cr3tSeed';
const form = 'application/x-www-form-urlencoded';
const recorded = readFileSync(join(__dirname, 'fixtures/notification.txt'), 'utf8').trim();
const verify = (body: string | Buffer, contentType = form) => verifyNotification({ raw: Buffer.from(body), contentType, secret });
const keyed = (fields: Readonly<Record<string, string>>) => new URLSearchParams({ ...fields, key: notificationKey(new Map(Object.entries(fields)), secret) }).toString();

describe('a PayKeeper notification', () => {
  it('with the right hash is read whole', () => {
    const verified = verify(recorded, `${form}; charset=UTF-8`);
    expect(verified.ok && verified.notice).toEqual({
      providerPaymentId: '240711111', reference: 'order-42', amount: 899_00, held: true, heldUntil: new Date('2025-12-10T21:00:00Z'),
      obtainedAt: new Date('2025-12-03T21:19:25Z'), pageId: '20251204001844212', binding: { reference: 'b-77', maskedNumber: '5100********3333', expiry: '03/30' },
    });
    expect(verified.ok && verified.acknowledgement).toEqual({ status: 200, contentType: 'text/plain', body: 'OK 348ffe0ee38c6d2b24f71e407f20c194' });
  });

  it('is hashed with empty fields left empty', () => {
    expect(notificationKey(new Map([['id', '34'], ['sum', '1.00']]), secret)).toBe('1946340b3f989dadc5c9f60383fb2495');
    expect(acknowledgement('34', secret)).toBe('OK 9b5ecc221a478de9df0e89f50ef42cfc');
  });

  it('without a date of automatic capture is about money that was taken at once', () => {
    const verified = verify(keyed({ id: '7', sum: '1.00', clientid: '', orderid: 'a' }));
    expect(verified.ok && [verified.notice.held, verified.notice.heldUntil, verified.notice.binding]).toEqual([false, null, null]);
  });

  it('with a date that cannot be read is still about a hold', () => {
    const verified = verify(keyed({ id: '7', sum: '1.00', clientid: '', orderid: 'a', batch_date: 'завтра' }));
    expect(verified.ok && [verified.notice.held, verified.notice.heldUntil]).toEqual([true, null]);
  });

  it.each<[string, string, string, string]>([
    ['another hash', recorded.replace('key=3', 'key=4'), form, 'Error! Hash mismatch'],
    ['another sum than was hashed', recorded.replace('sum=899.00', 'sum=899.01'), form, 'Error! Hash mismatch'],
    ['a name with a space put at its end', recorded.replace('+%D0%98', '+%D0%98'.concat('+')), form, 'Error! Hash mismatch'],
    ['no hash', recorded.replace(/&key=[^&]*/, ''), form, 'Error! Hash mismatch'],
    ['a short hash', recorded.replace(/key=[^&]*/, 'key=3c09'), form, 'Error! Hash mismatch'],
    ['a field twice, though with one value', `${recorded}&orderid=order-42`, form, 'Error! Hash mismatch'],
    ['another charset', recorded, `${form}; charset=windows-1251`, 'Error! Hash mismatch'],
    ['no form', recorded, 'text/plain', 'Error! Hash mismatch'],
    ['a broken escape', `${recorded}&client_email=%ZZ`, form, 'Error! Hash mismatch'],
    ['a sum with three decimals', keyed({ id: '7', sum: '1.001', clientid: '', orderid: 'a' }), form, 'Error! Incorrect order sum!'],
    ['a negative sum', keyed({ id: '7', sum: '-1.00', clientid: '', orderid: 'a' }), form, 'Error! Incorrect order sum!'],
    ['an id that is no number', keyed({ id: '7a', sum: '1.00', clientid: '', orderid: 'a' }), form, 'Error! Incorrect order sum!'],
    ['no order number', keyed({ id: '7', sum: '1.00', clientid: '', orderid: '' }), form, 'Error! Order id is missing'],
  ])('with %s is not acknowledged', (...[, body, contentType, text]) => {
    const verified = verify(body, contentType);
    expect(verified.ok ? 'accepted' : verified.answer.body).toBe(text);
  });
});
