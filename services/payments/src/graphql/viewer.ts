import type { Actor } from '@paygraph/shared/identity';
import type { Payment } from '../domain/payment';

/** Staff of the merchant see its payments, a buyer his own, a vendor none: he is paid by the marketplace, not by the buyer. */
export const maySee = (actor: Actor, payment: Pick<Payment, 'merchantId' | 'customerId'>): boolean => {
  if (payment.merchantId !== actor.merchantId) return false;
  switch (actor.role) {
    case 'ADMIN':
    case 'OPERATOR':
    case 'INTEGRATION': return true;
    case 'CUSTOMER': return actor.customerId !== undefined && payment.customerId === actor.customerId;
    case 'VENDOR': return false;
  }
};

/** Who may see how it was paid: the bank's exchanges, the routing, the ledger. */
export const isStaff = ({ role }: Actor): boolean => role === 'ADMIN' || role === 'OPERATOR';
