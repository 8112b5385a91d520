import { z } from 'zod';
import { at, id } from './parts';

const method = { savedMethodId: id, customerId: id };

export const SavedMethodAdded = z.object({ ...method, contractId: id, brand: z.string(), last4: z.string(), expiresOn: z.string().nullable(), paymentId: id });
/** Off means that no charge may use it, from this moment. */
export const SavedMethodSwitchedOff = z.object({ ...method, by: z.enum(['customer', 'admin', 'provider']), at });
export const SavedMethodSwitchedOn = z.object({ ...method, by: z.enum(['customer', 'admin', 'provider']), at });

export const tokensSavedMethod = {
  topic: 'tokens.saved-method.v1',
  writer: 'tokens',
  compacted: false,
  about: 'Saved payment methods of buyers, key = saved method id.',
  types: { SavedMethodAdded, SavedMethodSwitchedOff, SavedMethodSwitchedOn },
} as const;
