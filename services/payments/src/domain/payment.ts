import type { ContractId, CustomerId, LegalEntityId, MerchantId, OrderId, PaymentId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import type { Method } from './facts';
import type { Operation } from './operation';
import type { PaymentState } from './payment-state';

/** The buyer agreed that the card is kept, to this wording, at this moment. */
export type Consent = Readonly<{ wordingVersion: string; givenAt: Date }>;

/** One attempt to be paid for an order. Its money is not here: it is the fold of its operations (amounts.ts). */
export type Payment = Readonly<{
  id: PaymentId;
  merchantId: MerchantId;
  orderId: OrderId;
  contractId: ContractId;
  legalEntityId: LegalEntityId;
  customerId: CustomerId | null;
  provider: string;
  method: Method;
  currency: 'RUB';
  amount: Minor;
  state: PaymentState;
  /** Counts the payment's events without gaps. */
  version: number;
  returnUrl: string | null;
  consent: Consent | null;
  /** A card that came bound with the payment's money was told of. */
  bindingTold: boolean;
  routing: readonly string[];
  pageId: string | null;
  pageUrl: string | null;
  pageExpiresAt: Date | null;
  providerPaymentId: string | null;
  holdExpiresAt: Date | null;
  declineReason: string | null;
  /** Why a person has to look at it; the newest reason. */
  reviewReason: string | null;
  createdAt: Date;
}>;

/** A payment with all its operations, as read under the payment's row lock. */
export type Snapshot = Readonly<{ payment: Payment; operations: readonly Operation[] }>;
