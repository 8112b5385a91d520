import type { Tx } from '@paygraph/shared/db/sql';
import type { SealingKeys } from '@paygraph/shared/seal';
import type { PrintRequest } from '../domain/cash-register';
import type { TaxationSystem } from '../domain/goods';
import type { ReceiptLine } from '../domain/receipt-document';
import { kindRules } from '../domain/receipt-kind';
import { receiptProblems } from '../domain/validate-receipt';
import { activeRegisters, taxationOf, type RegisterRow } from '../storage/configuration';
import { contactOfOrder } from '../storage/orders';
import { linesOfReceipts } from '../storage/receipt-lines';
import type { ReceiptRow } from '../storage/receipts';
import { openContact } from './open-contact';
import type { Connectors } from './reach-register';

export type SendDeps = Readonly<{ connectors: Connectors; keys: SealingKeys }>;
export type Prepared = Readonly<{ receipt: ReceiptRow; register: RegisterRow; request: PrintRequest; contact: string }>;
export type Unprintable = Readonly<{ problem: string }>;

/** The receipt's own register; while nothing was sent to it, one that is out of use is replaced by the legal entity's working one. */
const registerFor = async (tx: Tx, receipt: ReceiptRow, own: RegisterRow): Promise<RegisterRow> => {
  if (own.active || receipt.request !== null) return own;
  const [other] = await activeRegisters(tx, receipt.legalEntityId);
  return other ?? own;
};

type Building = Readonly<{ deps: SendDeps; receipt: ReceiptRow; register: RegisterRow; contact: string | undefined; lines: readonly ReceiptLine[]; taxation: TaxationSystem | undefined }>;

const requestFor = (o: Building): { request: PrintRequest } | Unprintable => {
  const { deps, receipt, register, contact } = o;
  // Every repeat sends the same bytes, whatever was configured meanwhile.
  if (receipt.request !== null) return { request: receipt.request };
  const connector = deps.connectors.get(register.connector);
  if (connector === undefined) return { problem: `there is no connector "${register.connector}" for cash registers` };
  const { settlement, payment } = kindRules[receipt.kind];
  const document = { settlement, payment, total: receipt.total, lines: o.lines };
  const [problem] = receiptProblems(document, { contact, taxation: o.taxation });
  if (problem !== undefined) return { problem };
  const { printKey, kind, paymentRef } = receipt;
  return connector.requestOf({ printKey, kind, document, paymentRef, closingSettlement: register.closingSettlement });
};

/** Everything needed to send a receipt, or why it cannot be printed as it is. */
export const prepareSend = async (tx: Tx, deps: SendDeps, { planned, own }: { planned: ReceiptRow; own: RegisterRow }): Promise<Prepared | Unprintable> => {
  const register = await registerFor(tx, planned, own);
  const receipt = register.id === planned.cashRegisterId ? planned : { ...planned, cashRegisterId: register.id, paymentRef: null };
  const [ordered, lines, taxation] = await Promise.all([contactOfOrder(tx, receipt.orderId), linesOfReceipts(tx, [receipt.id]), taxationOf(tx, receipt.legalEntityId)]);
  const contact = await openContact(deps.keys, receipt.sealedContact ?? ordered);
  const built = requestFor({ deps, receipt, register, contact, lines: lines.get(receipt.id) ?? [], taxation });
  if ('problem' in built) return built;
  if (contact === undefined) return { problem: 'the buyer has neither an e-mail nor a phone (1008) that can be used' };
  return { receipt, register, request: built.request, contact };
};
