import type { Minor } from '@paygraph/shared/money';
import type { FiscalAttributes } from './fiscal-attributes';
import type { ReceiptDocument } from './receipt-document';
import type { ReceiptKind } from './receipt-kind';

/** How the offset of a prepayment is named to a register that has a choice: as an advance (1215) or as cashless money. */
export type ClosingSettlement = 'advance' | 'cashless';

/**
 * A receipt to print. `printKey` is the receipt's id (and, after the register itself declared it failed, the id with the number of the
 * new try): what the register knows a repeat by. `paymentRef` is the payment's number at the register's own provider, null when the money came from elsewhere. */
export type PrintOrder = Readonly<{
  printKey: string;
  kind: ReceiptKind;
  document: ReceiptDocument;
  paymentRef: string | null;
  closingSettlement: ClosingSettlement;
}>;

/** A body ready to be sent, without the buyer's contact: it is what is kept, and every repeat sends the same. */
export type PrintRequest = Readonly<Record<string, string>>;

/** Where the register stands with a receipt it knows. `total` is what it printed, to be compared with what was asked; null = not told. */
export type RegisterView =
  | Readonly<{ kind: 'in-progress'; remoteId: string }>
  | Readonly<{ kind: 'registered'; remoteId: string; fiscal: FiscalAttributes; total: Minor | null; url: string | null }>
  | Readonly<{ kind: 'refused'; remoteId: string | null; reason: string }>;

/** `not-sent`: the register certainly did nothing. `unknown`: it may have printed. */
export type PrintOutcome = RegisterView | Readonly<{ kind: 'not-sent' | 'unknown'; reason: string }>;
/** `absent` only when the register answered and has no receipt of this key. `no-answer` says nothing about the receipt. */
export type FindOutcome = RegisterView | Readonly<{ kind: 'absent' }> | Readonly<{ kind: 'no-answer'; reason: string }>;
export type ReadOutcome = RegisterView | Readonly<{ kind: 'no-answer'; reason: string }>;

/** Where to look for a receipt whose number is not known. `ownIds`: numbers that belong to other receipts of ours. */
export type FindOrder = Readonly<{ printKey: string; paymentRef: string | null; sentAt: Date; ownIds: readonly string[] }>;

/** PORT: one cash register. Nothing here throws for what the register does; a repeat of `print` with the same key must print once. */
export type CashRegister = Readonly<{
  print(request: PrintRequest, contact: string): Promise<PrintOutcome>;
  findByKey(order: FindOrder): Promise<FindOutcome>;
  read(remoteId: string): Promise<ReadOutcome>;
}>;

/** A kind of register: how a receipt is written for it, or why it cannot be, and how to reach one with its own credentials. */
export type CashRegisterConnector = Readonly<{
  code: string;
  requestOf(order: PrintOrder): Readonly<{ request: PrintRequest }> | Readonly<{ problem: string }>;
  /** Undefined when the credentials lack what this connector needs. */
  connect(o: { baseUrl: string; credentials: unknown }): CashRegister | undefined;
}>;
