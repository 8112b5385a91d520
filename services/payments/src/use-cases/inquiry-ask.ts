import { minor, type Minor } from '@paygraph/shared/money';
import { amountsOf } from '../domain/amounts';
import { isCall, isFinal, type Operation } from '../domain/operation';
import type { Snapshot } from '../domain/payment';
import type { InquiryAsk } from '../domain/provider';

/** Kopecks that the call gives back to the buyer: the rest of a capture, the whole of the others. */
export const givesBack = ({ kind, amount, released }: Operation): Minor => {
  switch (kind) {
    case 'capture': return released;
    case 'void':
    case 'refund':
    case 'return_surplus': return amount;
    case 'open_page':
    case 'authorize':
    case 'surplus': return minor(0);
  }
};

/** What was given back on the provider's payment for good, by our books. */
const returnedBefore = ({ operations, payment }: Snapshot, operation: Operation): Minor => {
  if (operation.providerPaymentId !== payment.providerPaymentId) return minor(0);
  const { released, refunded } = amountsOf(operations.filter((other) => other.id !== operation.id && isFinal(other)));
  return minor(released + refunded);
};

const adoptedRefs = ({ operations }: Snapshot, { providerPaymentId, id }: Operation): string[] =>
  operations.filter((other) => other.id !== id && other.providerPaymentId === providerPaymentId).flatMap(({ providerRef }) => (providerRef === null ? [] : [providerRef]));

/** What the provider is asked about a call. @throws for an operation that is no call: nobody asks after a fact. */
export const inquiryAskOf = (snapshot: Snapshot, operation: Operation): InquiryAsk => {
  if (!isCall(operation.kind)) throw new Error(`Operation ${operation.id} is no call`);
  return {
    kind: operation.kind, reference: snapshot.payment.id, providerPaymentId: operation.providerPaymentId, amount: operation.amount,
    givesBack: givesBack(operation), returnedBefore: returnedBefore(snapshot, operation),
    knownRefs: [...operation.knownRefs, ...adoptedRefs(snapshot, operation)], sentAt: operation.sentAt ?? snapshot.payment.createdAt,
    accepted: operation.state === 'accepted', inquiries: operation.inquiries,
  };
};
