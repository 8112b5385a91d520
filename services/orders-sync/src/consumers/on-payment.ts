import { paymentsPayment } from '@paygraph/schema/events/payments';
import type { Handler, Handlers } from '@paygraph/shared/messaging/inbox';
import type { OrderId } from '@paygraph/shared/ids';
import type { Desk } from '../use-cases/desk';
import { followPayment } from '../use-cases/follow-payment';
import { readPayment, type PaymentType, type ReadPayment } from './read-payment';
import { bodyOf } from './read-body';

const { types } = paymentsPayment;

const handler = (desk: Desk, type: PaymentType): Handler => async (tx, event) => {
  const read: ReadPayment = readPayment(type, bodyOf(types[type], event));
  const entry = { kind: read.entry, facts: read.facts, childOrderId: null };
  const isKnown = await followPayment(desk, tx, { orderId: read.orderId as OrderId, entry, told: read.told, at: new Date(event.occurredAt) });
  return isKnown ? 'done' : { later: 'the order of this payment is not known here yet' };
};

const silent: readonly string[] = ['CardBindingReceived'];

/** Everything that payments tells of an order's money; a card binding is the buyer's affair and leaves no line in the history. */
export const onPayment = (desk: Desk): Handlers =>
  Object.fromEntries((Object.keys(types) as PaymentType[]).filter((type) => !silent.includes(type)).map((type) => [type, handler(desk, type)]));
