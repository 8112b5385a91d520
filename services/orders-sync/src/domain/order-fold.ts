import type { ChildStatus } from './child-status';
import type { OrderFact } from './order-status';
import type { PaymentStage } from './payment-stage';
import type { StatusMapping } from './status-mapping';

const picked: readonly ChildStatus[] = ['picked', 'in_delivery', 'handed_over', 'completed', 'returning', 'returned'];
const gone: readonly ChildStatus[] = ['in_delivery', 'handed_over', 'completed', 'returning'];
const received: readonly ChildStatus[] = ['handed_over', 'completed', 'returned'];
const receivedOrGoingBack: readonly ChildStatus[] = [...received, 'returning'];

const unsecuredFact = (stage: PaymentStage, onDeclined: StatusMapping['onDeclined']): OrderFact | null => {
  switch (stage) {
    case 'none':
      return 'unpaid';
    case 'started':
      return 'paymentStarted';
    case 'failed':
      return onDeclined === 'awaiting_payment' ? 'paymentStarted' : 'paymentFailed';
    case 'released':
      return 'paymentFailed';
    case 'secured':
    case 'captured':
      return null;
  }
};

const goodsFact = (live: readonly ChildStatus[]): OrderFact | null => {
  const all = (statuses: readonly ChildStatus[]): boolean => live.every((status) => statuses.includes(status));
  if (all(['returned'])) return 'returned';
  if (all(['completed', 'returned'])) return 'completed';
  if (all(received)) return 'delivered';
  // Goods that a buyer sends back were delivered once: the order must not look as if they were on their way to him.
  if (all(receivedOrGoingBack)) return 'goingBack';
  return all(picked) && live.some((status) => gone.includes(status)) ? 'dispatched' : null;
};

/** The one thing that is true of the whole order: of its payments, its child orders and the merchant's mapping. */
export const orderFact = ({ stage, children, mapping }: { stage: PaymentStage; children: readonly ChildStatus[]; mapping: StatusMapping }): OrderFact => {
  const live = children.filter((status) => status !== 'cancelled');
  if (live.length === 0) return 'cancelled';
  const unsecured = unsecuredFact(stage, mapping.onDeclined);
  if (unsecured) return unsecured;
  const goods = goodsFact(live);
  if (goods) return goods;
  if (stage === 'captured') return 'paid';
  return live.every((status) => picked.includes(status)) ? 'picked' : 'paymentSecured';
};
