import type { EventBody } from '@paygraph/schema/events/index';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { saveMethod } from '../use-cases/save-method';

/**
 * A card came bound with a payment: it is saved together with the buyer's consent. An event without a consent does not fit its schema
 * and never gets here: nothing may be kept of a card whose owner did not agree.
 */
export const onCardBindingReceived: Handler = async (tx, { merchantId, body }) => {
  const { orderId: _orderId, consent, ...binding } = body as EventBody<'payments.payment.v1', 'CardBindingReceived'>;
  await saveMethod(tx, { merchantId, binding, consent: { wordingVersion: consent.wordingVersion, givenAt: new Date(consent.givenAt) } });
  return 'done';
};
