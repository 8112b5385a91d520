import { z } from 'zod';
import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import { roles, type Actor } from '@paygraph/shared/identity';

const id = z.string().refine(isUuid, 'is not a UUID in lower case');

/** What a token must say: a subject, one role, its merchant, and for vendors and customers which one. `exp` is in seconds. */
const Claims = z
  .object({
    sub: z.string().min(1).max(200),
    exp: z.number(),
    role: z.enum(roles),
    merchant_id: id,
    vendor_id: id.optional(),
    customer_id: id.optional(),
  })
  .refine(({ role, vendor_id }) => role !== 'VENDOR' || vendor_id !== undefined, { path: ['vendor_id'], message: 'is needed for VENDOR' })
  .refine(({ role, customer_id }) => role !== 'CUSTOMER' || customer_id !== undefined, { path: ['customer_id'], message: 'is needed for CUSTOMER' });

/** The actor that the claims of a verified token speak of, or null when they do not name one. */
export const actorFromClaims = (claims: unknown): Actor | null => {
  const { data } = Claims.safeParse(claims);
  if (!data) return null;
  const { role, sub, merchant_id, vendor_id, customer_id, exp } = data;
  return {
    role,
    subject: sub,
    merchantId: merchant_id as MerchantId,
    // A customer's token that also names a vendor must not open the vendor's doors.
    vendorId: role === 'VENDOR' ? vendor_id : undefined,
    customerId: role === 'CUSTOMER' ? customer_id : undefined,
    expiresAt: exp * 1_000,
  };
};
