import type { Actor } from '@paygraph/shared/identity';
import type { Viewer } from '../storage/read-orders';
import type { Entry } from '../storage/timeline';

/** Whose eyes the actor looks with. */
export const viewerOf = ({ role, customerId, vendorId }: Actor): Viewer => {
  switch (role) {
    case 'ADMIN':
    case 'OPERATOR':
    case 'INTEGRATION':
      return { kind: 'staff', id: null };
    case 'CUSTOMER':
      return { kind: 'customer', id: customerId ?? null };
    case 'VENDOR':
      return { kind: 'vendor', id: vendorId ?? null };
  }
};

/** A vendor sees what concerns its own child orders: entries about the whole order tell of the others' money. */
export const maySee = (actor: Actor, entry: Pick<Entry, 'merchantId' | 'customerId' | 'vendorId'>): boolean => {
  if (entry.merchantId !== actor.merchantId) return false;
  const { kind, id } = viewerOf(actor);
  if (kind === 'staff') return true;
  return id !== null && (kind === 'customer' ? entry.customerId : entry.vendorId) === id;
};
