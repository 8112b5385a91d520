import type { EventBody, EventType } from '@paygraph/schema/events/index';
import { tokensSavedMethod } from '@paygraph/schema/events/tokens';
import type { MerchantId } from '@paygraph/shared/ids';
import type { NewEvent } from '@paygraph/shared/messaging/events';
import type { SavedMethod, Switcher } from '../domain/saved-method';

type Topic = typeof tokensSavedMethod.topic;
type Told<T extends EventType<Topic>> = Readonly<{ merchantId: MerchantId; method: SavedMethod; type: T; body: EventBody<Topic, T> }>;

const told = <T extends EventType<Topic>>({ merchantId, method, type, body }: Told<T>): NewEvent => ({
  topic: tokensSavedMethod.topic,
  type,
  aggregateId: method.id,
  aggregateVersion: method.version,
  merchantId,
  body: body as object,
});

export const added = (merchantId: MerchantId, method: SavedMethod): NewEvent => {
  const { id: savedMethodId, customerId, contractId, brand, last4, expiresOn, paymentId } = method;
  return told({ merchantId, method, type: 'SavedMethodAdded', body: { savedMethodId, customerId, contractId, brand, last4, expiresOn, paymentId } });
};

type Switch = Readonly<{ type: 'SavedMethodSwitchedOff' | 'SavedMethodSwitchedOn'; by: Switcher; at: Date }>;

export const switched = (merchantId: MerchantId, method: SavedMethod, { type, by, at }: Switch): NewEvent =>
  told({ merchantId, method, type, body: { savedMethodId: method.id, customerId: method.customerId, by, at: at.toISOString() } });
