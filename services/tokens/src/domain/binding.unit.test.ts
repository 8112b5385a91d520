import { bound, type Binding, type Known } from './binding';
import type { SavedMethod } from './saved-method';

const binding: Binding = { customerId: 'c', contractId: 'k', provider: 'paykeeper', sealedReference: 'jwe-2', fingerprint: 'f', brand: 'mir', last4: '4242', expiresOn: '2030-03', paymentId: 'p2' };
const known: SavedMethod = { ...binding, id: 'm', version: 3, sealedReference: 'jwe-1', expiresOn: '2027-01', paymentId: 'p1', offBy: [], isDefault: false };
const first: Known = { method: null, newId: 'n', hasDefault: false, refusedSince: false };

describe('a binding', () => {
  it('of an unknown card makes a method, the first of which is the default', () => {
    expect(bound(binding, first)).toEqual({ ...binding, id: 'n', version: 0, offBy: [], isDefault: true });
    expect(bound(binding, { ...first, hasDefault: true }).isDefault).toBe(false);
  });

  it('of a known card renews it and keeps who it is', () => {
    expect(bound(binding, { ...first, method: known, hasDefault: true })).toEqual({ ...known, sealedReference: 'jwe-2', expiresOn: '2030-03', paymentId: 'p2' });
  });

  it('takes a refusal of the buyer back, but not a block of the shop', () => {
    expect(bound(binding, { ...first, method: { ...known, offBy: ['customer'] }, hasDefault: true }).offBy).toEqual([]);
    expect(bound(binding, { ...first, method: { ...known, offBy: ['customer', 'admin'] } })).toMatchObject({ offBy: ['admin'], isDefault: false });
  });

  it('that was agreed to before the refusal does not take it back', () => {
    expect(bound(binding, { ...first, method: { ...known, offBy: ['customer'] }, refusedSince: true })).toMatchObject({ offBy: ['customer'], isDefault: false });
  });

  it('keeps the default where it is', () => {
    expect(bound(binding, { ...first, method: { ...known, isDefault: true }, hasDefault: true }).isDefault).toBe(true);
  });
});
