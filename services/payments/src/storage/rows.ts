import type { ContractId, CustomerId, LegalEntityId, MerchantId, OperationId, OrderId, PaymentId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { ChildPart } from '../domain/composition';
import type { Method } from '../domain/facts';
import type { Operation, OperationKind, OperationState, Origin } from '../domain/operation';
import type { Payment } from '../domain/payment';
import type { PaymentState } from '../domain/payment-state';

export type PaymentRow = {
  id: PaymentId; merchant_id: MerchantId; order_id: OrderId; contract_id: ContractId; legal_entity_id: LegalEntityId; customer_id: CustomerId | null;
  provider: string; method: Method; currency: 'RUB'; amount: string; state: PaymentState; version: number; return_url: string | null;
  consent_wording: string | null; consent_given_at: Date | null; routing: string[]; page_id: string | null; page_url: string | null;
  page_expires_at: Date | null; provider_payment_id: string | null; hold_expires_at: Date | null; decline_reason: string | null;
  review_reason: string | null; binding_told: boolean; created_at: Date;
};

/** bigint arrives as text, because not every bigint is a number; ours are checked on the way in. */
export const toPayment = (row: PaymentRow): Payment => ({
  id: row.id, merchantId: row.merchant_id, orderId: row.order_id, contractId: row.contract_id, legalEntityId: row.legal_entity_id,
  customerId: row.customer_id, provider: row.provider, method: row.method, currency: row.currency, amount: minor(Number(row.amount)),
  state: row.state, version: row.version, returnUrl: row.return_url, routing: row.routing,
  consent: row.consent_wording && row.consent_given_at ? { wordingVersion: row.consent_wording, givenAt: row.consent_given_at } : null,
  pageId: row.page_id, pageUrl: row.page_url, pageExpiresAt: row.page_expires_at, providerPaymentId: row.provider_payment_id,
  holdExpiresAt: row.hold_expires_at, declineReason: row.decline_reason, reviewReason: row.review_reason, bindingTold: row.binding_told, createdAt: row.created_at,
});

export type OperationRow = {
  id: OperationId; payment_id: PaymentId; seq: number; kind: OperationKind; state: OperationState; amount: string; released: string;
  request_id: string | null; origin: Origin; reason: string; children: ChildPart[]; by_lines: boolean; provider_payment_id: string | null;
  provider_ref: string | null; known_refs: string[]; attempts: number; inquiries: number; proofs: number; was_unknown: boolean;
  sent_at: Date | null; failure: string | null; doubt: string | null; created_at: Date; updated_at: Date;
};

export const toOperation = (row: OperationRow): Operation => ({
  id: row.id, seq: row.seq, kind: row.kind, state: row.state, amount: minor(Number(row.amount)), released: minor(Number(row.released)),
  requestId: row.request_id, origin: row.origin, reason: row.reason, children: row.children, byLines: row.by_lines,
  providerPaymentId: row.provider_payment_id, providerRef: row.provider_ref, knownRefs: row.known_refs, attempts: row.attempts,
  inquiries: row.inquiries, proofs: row.proofs, wasUnknown: row.was_unknown, sentAt: row.sent_at, failure: row.failure, doubt: row.doubt,
});
