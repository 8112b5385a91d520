import type { Tx } from '@paygraph/shared/db/sql';
import type { SealingKeys } from '@paygraph/shared/seal';
import type { PrintRequest } from '../domain/cash-register';
import { kindRules } from '../domain/receipt-kind';
import { receiptProblems } from '../domain/validate-receipt';
import { activeRegisters, findRegister, taxationOf, type RegisterRow } from '../storage/configuration';
import { contactOfOrder } from '../storage/orders';
import { linesOfReceipts } from '../storage/receipt-lines';
import type { ReceiptRow } from '../storage/receipts';
import { openContact } from './open-contact';
import type { Connectors } from './reach-register';

export type SendDeps = Readonly<{ connectors: Connectors; keys: SealingKeys }>;
export type Prepared = Readonly<{ receipt: ReceiptRow; register: RegisterRow; request: PrintRequest; contact: string }>;
export type Unprintable = Readonly<{ problem: string }>;

/** The receipt's own register; while nothing was sent to it, one that is out of use is replaced by the legal entity's working one. */
const registerFor = async (tx: Tx, receipt: ReceiptRow): Promise<RegisterRow | undefined> => {
  const own = await findRegister(tx, receipt.cashRegisterId);
  if (own?.active || receipt.request !== null) return own;
  const [other] = await activeRegisters(tx, receipt.legalEntityId);
  return other ?? own;
};

type Building = Readonly<{ deps: SendDeps; receipt: ReceiptRow; register: RegisterRow; contact: string | undefined }>;

const requestFor = async (tx: Tx, o: Building): Promise<{ request: PrintRequest } | Unprintable> => {
  const { deps, receipt, register, contact } = o;
  // Every repeat sends the same bytes, whatever was configured meanwhile.
  if (receipt.request !== null) return { request: receipt.request };
  const connector = deps.connectors.get(register.connector);
  if (connector === undefined) return { problem: `there is no connector "${register.connector}" for cash registers` };
  const { settlement, payment } = kindRules[receipt.kind];
  const lines = (await linesOfReceipts(tx, [receipt.id])).get(receipt.id) ?? [];
  const document = { settlement, payment, total: receipt.total, lines };
  const [problem] = receiptProblems(document, { contact, taxation: await taxationOf(tx, receipt.legalEntityId) });
  if (problem !== undefined) return { problem };
  const { printKey, kind, paymentRef } = receipt;
  return connector.requestOf({ printKey, kind, document, paymentRef, closingSettlement: register.closingSettlement });
};

/** Everything needed to send a receipt, or why it cannot be printed as it is. */
export const prepareSend = async (tx: Tx, deps: SendDeps, planned: ReceiptRow): Promise<Prepared | Unprintable> => {
  const register = await registerFor(tx, planned);
  if (register === undefined) return { problem: 'the cash register of this receipt is not known; configure one' };
  const receipt = register.id === planned.cashRegisterId ? planned : { ...planned, cashRegisterId: register.id, paymentRef: null };
  const sealed = receipt.sealedContact ?? (await contactOfOrder(tx, receipt.orderId));
  const contact = await openContact(deps.keys, sealed);
  const built = await requestFor(tx, { deps, receipt, register, contact });
  if ('problem' in built) return built;
  if (contact === undefined) return { problem: 'the buyer has neither an e-mail nor a phone (1008) that can be used' };
  return { receipt, register, request: built.request, contact };
};
