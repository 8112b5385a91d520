import type { Database } from '@paygraph/shared/db/database';
import { once, type IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Tx } from '@paygraph/shared/db/sql';
import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import { seal, type SealingKeys } from '@paygraph/shared/seal';
import type { ReceiptState } from '../domain/receipt-state';
import { contactText } from '../domain/validate-receipt';
import { lockReceipt, type ReceiptRow } from '../storage/receipts';
import { change, moved } from './change-receipt';
import { schedulePrint } from './work';

export type RetryInput = Readonly<{ merchantId: MerchantId; receiptId: string; idempotencyKey: string; contact: string | null }>;
export type RetryError =
  | Readonly<{ kind: 'ReceiptNotFound'; receiptId: string }>
  | Readonly<{ kind: 'ReceiptNotFailed'; state: ReceiptState }>
  | Readonly<{ kind: 'BadContact' }>;
type Deps = Readonly<{ db: Database; keys: SealingKeys }>;
type Retried = Readonly<{ receiptId: string }>;

const sealedContact = async (keys: SealingKeys, contact: string | null): Promise<Result<string | null, RetryError>> => {
  if (contact === null) return ok(null);
  const isMail = contact.includes('@');
  const parts = { email: isMail ? contact : null, phone: isMail ? null : contact };
  return contactText(parts) === undefined ? err({ kind: 'BadContact' }) : ok(await seal(keys.publicJwk, parts));
};

/** A failed receipt, or one that the register cannot tell anything about for so long that it is overdue. */
const mayRetry = ({ state, overdueSince }: ReceiptRow): boolean => state === 'failed' || (state === 'unknown' && overdueSince !== null);

/**
 * The key stays, so that a receipt that did get printed is recognised by it. The body of a failed one is made anew (what was wrong may be
 * corrected by now); one that may have arrived is repeated byte by byte, to the same contact.
 */
const again = (receipt: ReceiptRow, contact: string | null): ReceiptRow => {
  const renewed = receipt.state === 'failed' ? { request: null, sealedContact: contact ?? receipt.sealedContact } : {};
  return moved(receipt, 'retry', { ...renewed, sentAt: null, tries: receipt.tries + 1, problem: null, asks: 0 });
};

const retryLocked = async (tx: Tx, { receiptId }: RetryInput, contact: string | null): Promise<Result<Retried, RetryError>> => {
  const receipt = isUuid(receiptId) ? (await lockReceipt(tx, receiptId))?.receipt : undefined;
  if (receipt === undefined) return err({ kind: 'ReceiptNotFound', receiptId });
  if (!mayRetry(receipt)) return err({ kind: 'ReceiptNotFailed', state: receipt.state });
  const renewed = await change(tx, again(receipt, contact));
  await schedulePrint(tx, renewed, renewed.tries);
  return ok({ receiptId });
};

/** Sets a receipt that a person looked into going again, with another contact if the buyer's own could not be used. Contacts are kept sealed. */
export const retryReceipt =
  ({ db, keys }: Deps) =>
  async (input: RetryInput): Promise<Result<Retried, RetryError | IdempotencyError>> => {
    const contact = await sealedContact(keys, input.contact);
    if (!contact.ok) return contact;
    const { merchantId, receiptId, idempotencyKey } = input;
    const ask = { merchantId, operation: 'retryReceipt', key: idempotencyKey, input: { receiptId, contact: input.contact } };
    return db.transaction(merchantId, (tx) => once(tx, ask, () => retryLocked(tx, input, contact.value)));
  };
