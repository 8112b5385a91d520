import type { Tx } from '@paygraph/shared/db/sql';
import type { MerchantId } from '@paygraph/shared/ids';
import type { Outcome } from '@paygraph/shared/messaging/inbox';
import { totalOf } from '../domain/composition';
import type { ContractFacts, OrderFacts } from '../domain/facts';
import type { RoutingFacts } from '../domain/routing-rules';
import { saveContract } from '../storage/contracts';
import { insertOrder } from '../storage/orders';
import { saveRouting } from '../storage/routing';

/** Keeps the newest state of a contract. */
export const learnContract = async (tx: Tx, contract: ContractFacts): Promise<Outcome> => {
  await saveContract(tx, contract);
  return 'done';
};

export const learnRouting = async (tx: Tx, merchantId: MerchantId, routing: RoutingFacts): Promise<Outcome> => {
  await saveRouting(tx, merchantId, routing);
  return 'done';
};

/** Keeps what a payment has to know of an order. One whose parts do not add up is not taken: no payment could be exact to the kopeck. */
export const learnOrder = async (tx: Tx, order: Omit<OrderFacts, 'cancelled'>): Promise<Outcome> => {
  if (totalOf(order.children) !== order.total) return { never: 'the child orders do not add up to the order' };
  await insertOrder(tx, order);
  return 'done';
};
