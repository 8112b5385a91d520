import { toMoney } from '@paygraph/shared/graphql/money';
import type { Payment as PaymentFacts } from '../domain/payment';
import { openStates } from '../domain/payment-state';
import type { BankEventRow, ShownOperation } from '../use-cases/read-payments';
import type { BankEvent } from './bank-event.type';
import type { PaymentOperation } from './operation.type';
import type { Payment } from './payment.type';

/** The view keeps the facts behind it for the fields that need them. */
export type PaymentView = Payment & Readonly<{ facts: PaymentFacts }>;

export const paymentView = (facts: PaymentFacts): PaymentView => ({
  facts,
  id: facts.id,
  order: { id: facts.orderId },
  contract: { id: facts.contractId },
  legalEntity: { id: facts.legalEntityId },
  state: facts.state,
  method: facts.method,
  amount: toMoney(facts.amount),
  pageUrl: openStates.includes(facts.state) ? facts.pageUrl : null,
  pageExpiresAt: facts.pageExpiresAt,
  holdExpiresAt: facts.holdExpiresAt,
  declineReason: facts.declineReason,
  createdAt: facts.createdAt,
  savesCard: facts.consent !== null,
});

export const operationView = ({ id, kind, state, amount, released, requestId, reason, failure, doubt, createdAt, updatedAt }: ShownOperation): PaymentOperation => ({
  id, kind, state, amount: toMoney(amount), released: toMoney(released), requestId, reason, failure, doubt, createdAt, updatedAt,
});

export const bankEventView = ({ request, answer, ...row }: BankEventRow): BankEvent => ({
  ...row, request: JSON.stringify(request), answer: answer === null ? null : JSON.stringify(answer),
});
