/** Given with a payment, withdrawn by switching the method off, restored by switching it on again. Only the buyer does any of these. */
export type ConsentKind = 'given' | 'withdrawn' | 'restored';

/** One line of the ledger. `wordingVersion` names the text that the buyer agreed to; withdrawing needs none. */
export type Consent = Readonly<{
  id: string;
  savedMethodId: string;
  customerId: string;
  kind: ConsentKind;
  wordingVersion: string | null;
  paymentId: string | null;
  happenedAt: Date;
}>;
