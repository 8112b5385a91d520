import { tell, type Change } from './happening';
import { orderFact } from './order-fold';
import { nextOrderStatus } from './order-status';
import { paymentStage } from './payment-stage';
import { settle } from './settlement';

const withStatus = (change: Change, reason: string): Change => {
  const { order } = change;
  const fact = orderFact({ stage: paymentStage(order.payments), children: order.children.map(({ status }) => status), mapping: order.mapping });
  const to = nextOrderStatus(order.status, fact);
  if (!to || to === order.status) return change;
  return tell({ ...change, order: { ...order, status: to } }, { happening: { kind: 'OrderStatusChanged', from: order.status, to, reason } });
};

/** The last step of every change: the parent's status follows its children and payments, then the money follows the statuses. */
export const refold = (change: Change, reason: string): Change => settle(withStatus(change, reason), reason);
