import type { Handlers } from '@paygraph/shared/messaging/inbox';
import { onContractConfigured } from './on-contract-configured';
import { onOrderCaptureRequested } from './on-order-capture-requested';
import { onOrderPlaced } from './on-order-placed';
import { onOrderRefundRequested } from './on-order-refund-requested';
import { onOrderVoidRequested } from './on-order-void-requested';
import { onRoutingConfigured } from './on-routing-configured';

export const topics = ['merchants.configuration.v1', 'orders.order.v1'] as const;

/** The events this service acts on; all others of its topics are read over. */
export const handlers: Handlers = {
  ContractConfigured: onContractConfigured,
  RoutingConfigured: onRoutingConfigured,
  OrderPlaced: onOrderPlaced,
  OrderCaptureRequested: onOrderCaptureRequested,
  OrderVoidRequested: onOrderVoidRequested,
  OrderRefundRequested: onOrderRefundRequested,
};
