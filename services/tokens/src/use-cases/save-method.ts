import type { Tx } from '@paygraph/shared/db/sql';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import { appendEvents } from '@paygraph/shared/messaging/events';
import { bound, type Binding } from '../domain/binding';
import { announcement, type SavedMethod } from '../domain/saved-method';
import { recordConsent, withdrawnAt } from '../storage/consents';
import { insertMethod, lockCustomer, methodsOf, updateMethod } from '../storage/saved-methods';
import { added, switched } from './saved-method-events';

export type Saving = Readonly<{ merchantId: MerchantId; binding: Binding; consent: Readonly<{ wordingVersion: string; givenAt: Date }> }>;

const storeNew = async (tx: Tx, merchantId: MerchantId, method: SavedMethod): Promise<void> => {
  await insertMethod(tx, merchantId, method);
  await appendEvents(tx, [added(merchantId, method)]);
};

const storeAgain = async (tx: Tx, { merchantId, consent }: Saving, { known, next }: { known: SavedMethod; next: SavedMethod }): Promise<void> => {
  const type = announcement(known.offBy, next.offBy);
  const method = type ? { ...next, version: next.version + 1 } : next;
  await updateMethod(tx, method);
  if (type) await appendEvents(tx, [switched(merchantId, method, { type, by: 'customer', at: consent.givenAt })]);
};

/**
 * Saves a card that came bound with a payment, with the consent that came with it, or recognises it by its fingerprint. Each binding
 * adds its own line to the ledger. Runs in the consumer's transaction. @returns the saved method's id
 */
export const saveMethod = async (tx: Tx, saving: Saving): Promise<string> => {
  const { merchantId, binding, consent } = saving;
  await lockCustomer(tx, binding.customerId);
  const own = await methodsOf(tx, binding.customerId);
  const known = own.find((one) => one.contractId === binding.contractId && one.fingerprint === binding.fingerprint) ?? null;
  const refusedAt = known && (await withdrawnAt(tx, known.id));
  const refusedSince = refusedAt !== null && refusedAt >= consent.givenAt;
  const next = bound(binding, { method: known, newId: newId(), hasDefault: own.some((one) => one.isDefault), refusedSince });
  if (known) await storeAgain(tx, saving, { known, next });
  else await storeNew(tx, merchantId, { ...next, version: 1 });
  const { customerId, paymentId } = binding;
  const { wordingVersion, givenAt } = consent;
  await recordConsent(tx, merchantId, { id: newId(), savedMethodId: next.id, customerId, kind: 'given', wordingVersion, paymentId, happenedAt: givenAt });
  return next.id;
};
