import { brandOf, expiryOf, last4Of } from './card';

describe('a masked card', () => {
  it.each([['2202********3333', 'mir'], ['4111********1111', 'visa'], ['5100********3333', 'mastercard'], ['2221********0000', 'mastercard'], ['6200********0005', 'unionpay'], ['9999********0000', 'unknown'], ['', 'unknown']])(
    '%s is of %s',
    (masked, brand) => expect(brandOf(masked)).toBe(brand),
  );
  it('shows its last four digits', () => expect([last4Of('5100********3333'), last4Of('5100****')]).toEqual(['3333', null]));
  it('tells its month of expiry', () => expect([expiryOf('03/30'), expiryOf('13/30'), expiryOf(null)]).toEqual(['2030-03', null, null]));
});
