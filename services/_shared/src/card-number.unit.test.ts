import { holdsCardNumber, maskCardNumbers } from './card-number';

describe('a possible card number', () => {
  it.each(['2200000000000004', 'pay 4111 1111 1111 1111 now', '5555-5555-5555-4444', '378282246310005'])('is seen in %s', (text) =>
    expect(holdsCardNumber(text)).toBe(true));

  it.each([
    ['an OGRN', '1027700132195'],
    ['a barcode', '4600000000008'],
    ['a bank account', '40702810900000000001'],
    ['a number with a wrong check digit', '4111111111111112'],
    ['a fiscal drive', '9999078900005488'],
    ['a UUID', '018f4e2e-7b6a-7c3d-8e9f-0123456789ab'],
    ['a UUID that ends in the digits of one', '01a20ccb-1d20-7384-9544-511981d27995'],
    ['a key with such a UUID', 'pick-01A20CCB-1D20-7384-9544-511981D27995'],
  ])('is not seen in %s', (_what, text) => expect(holdsCardNumber(text)).toBe(false));

  it('is masked and the rest kept', () => expect(maskCardNumbers('a 4111111111111111 b')).toBe('a [card] b'));
});
