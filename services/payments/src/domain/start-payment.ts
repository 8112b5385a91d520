import type { CustomerId, OperationId, OrderId, PaymentId } from '@paygraph/shared/ids';
import { emitted, scheduled, unchanged, withOperation, type Change } from './change';
import { paymentStarted } from './events';
import type { Method, OrderFacts } from './facts';
import type { Consent, Payment } from './payment';
import type { Route } from './routing';
import { advance } from './work';

export type StartFacts = Readonly<{
  paymentId: PaymentId;
  operationId: OperationId;
  order: OrderFacts;
  route: Route;
  method: Method;
  returnUrl: string | null;
  consent: Consent | null;
  now: Date;
}>;

const nothingYet = {
  version: 0, state: 'created', currency: 'RUB', pageId: null, pageUrl: null, pageExpiresAt: null, providerPaymentId: null, holdExpiresAt: null,
  declineReason: null, reviewReason: null, bindingTold: false,
} as const;

const newPayment = ({ paymentId, order, route: { contract, explanation }, method, returnUrl, consent, now }: StartFacts): Payment => ({
  ...nothingYet,
  id: paymentId,
  merchantId: order.merchantId,
  orderId: order.id satisfies OrderId,
  contractId: contract.id,
  legalEntityId: contract.legalEntityId,
  customerId: order.customerId satisfies CustomerId | null,
  provider: contract.provider,
  method,
  amount: order.total,
  returnUrl,
  consent,
  routing: explanation,
  createdAt: now,
});

/** A new payment for the whole order, whose first operation is to open the provider's page. */
export const startPayment = (facts: StartFacts): Change => {
  const payment = newPayment(facts);
  const opening = { id: facts.operationId, kind: 'open_page', amount: payment.amount, origin: 'request', reason: 'the buyer pays' } as const;
  return scheduled(emitted(withOperation(unchanged({ payment, operations: [] }), opening), paymentStarted(payment)), advance(payment));
};
