import { CannotUnseal, unseal, type SealingKeys } from '@paygraph/shared/seal';
import { z } from 'zod';
import { contactText } from '../domain/validate-receipt';

const Contact = z.object({ email: z.string().nullish(), phone: z.string().nullish() });

/** The buyer's contact as the register wants it (1008), opened only when a receipt is about to be sent; undefined when there is none to use. */
export const openContact = async (keys: SealingKeys, sealed: string): Promise<string | undefined> => {
  try {
    const contact = Contact.safeParse(await unseal(keys.privateJwks, sealed));
    return contact.success ? contactText({ email: contact.data.email ?? null, phone: contact.data.phone ?? null }) : undefined;
  } catch (error) {
    if (error instanceof CannotUnseal) return undefined;
    throw error;
  }
};
