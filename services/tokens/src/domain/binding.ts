import { boundAgain, isOn, type SavedMethod } from './saved-method';

/** A card that came bound with a payment, and the consent that came with it. */
export type Binding = Pick<SavedMethod, 'customerId' | 'contractId' | 'provider' | 'sealedReference' | 'fingerprint' | 'brand' | 'last4' | 'expiresOn' | 'paymentId'>;

/** What is known of the buyer when the binding comes. `refusedSince`: the buyer switched this method off after agreeing to this binding. */
export type Known = Readonly<{ method: SavedMethod | null; newId: string; hasDefault: boolean; refusedSince: boolean }>;

const unsaved = { version: 0, offBy: [], isDefault: false } as const;

/**
 * The method after a binding: a new one, or the known one with what the bank says of the card now. A buyer's first usable method
 * becomes the default; later ones never take that place by themselves.
 */
export const bound = (binding: Binding, { method, newId, hasDefault, refusedSince }: Known): SavedMethod => {
  const { id, version, offBy: before, isDefault } = method ?? { ...unsaved, id: newId };
  // News of an agreement may come late: it does not undo a refusal that is younger.
  const offBy = refusedSince ? before : boundAgain(before);
  return { ...binding, id, version, offBy, isDefault: isDefault || (!hasDefault && isOn({ offBy })) };
};
