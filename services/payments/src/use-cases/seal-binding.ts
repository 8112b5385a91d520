import { createHash } from 'node:crypto';
import type { ContractId } from '@paygraph/shared/ids';
import { seal, type SealingKeys } from '@paygraph/shared/seal';
import { brandOf, expiryOf, last4Of } from '../domain/card';
import type { SealedBinding } from '../domain/events';
import type { Binding } from '../domain/provider';

/** What may leave this service of a binding: the reference sealed for ourselves, the rest of no use without it. Null when the mask has no digits. */
export const sealBinding = async (keys: SealingKeys, contractId: ContractId, binding: Binding | null): Promise<SealedBinding | null> => {
  const last4 = binding && last4Of(binding.maskedNumber);
  if (!binding || !last4) return null;
  const expiresOn = expiryOf(binding.expiry);
  return {
    sealedReference: await seal(keys.publicJwk, { reference: binding.reference }),
    fingerprint: createHash('sha256').update([contractId, binding.maskedNumber, expiresOn ?? ''].join('\u0000')).digest('hex'),
    brand: brandOf(binding.maskedNumber),
    last4,
    expiresOn,
  };
};
