import { registrationNumber } from './rnm';

describe('the registration number of a register', () => {
  it('ends with the check digits of the known vector', () => {
    expect(registrationNumber({ sequence: 1, inn: '7727401209', serial: '00106300000001' })).toBe('0000000001012943');
  });
});
