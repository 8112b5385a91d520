import type { Database, Tx } from '@paygraph/shared/db/database';
import { isUniqueViolation } from '@paygraph/shared/db/errors';
import { derivedId, type MerchantId, type OperationId } from '@paygraph/shared/ids';
import type { Change } from '../domain/change';
import type { ContractFacts } from '../domain/facts';
import { bindingTold, moneyArrived, type Arrival, type ArrivalContext, type ArrivalOutcome } from '../domain/money-arrival';
import { holdShortened } from '../domain/observe';
import { orderOf } from '../storage/orders';
import type { Locked } from '../storage/payments';
import { isPaidOtherwise } from '../storage/reads';
import { saveChange } from '../storage/save-change';

/**
 * A transaction that may take in money. Two payments of one order paid at the same moment meet in a unique index; the loser runs
 * again, sees the winner's commit, and finds that its money is a surplus.
 */
export const takingMoney = async <T>(db: Database, merchantId: MerchantId, work: (tx: Tx) => Promise<T>): Promise<T> => {
  try {
    return await db.transaction(merchantId, work);
  } catch (error) {
    if (!isUniqueViolation(error, 'payment_one_live_per_order')) throw error;
    return db.transaction(merchantId, work);
  }
};

/** Takes in money for a payment whose row the caller has locked, inside `takingMoney`. The provider's payment id makes every arrival one. */
export const acceptMoney = async (tx: Tx, locked: Locked, { arrival, contract }: { arrival: Arrival; contract: ContractFacts }): Promise<ArrivalOutcome> => {
  const { payment, now } = locked;
  const name = [payment.id, arrival.providerPaymentId] as const;
  const [order, paidOtherwise] = await Promise.all([orderOf(tx, payment.orderId), isPaidOtherwise(tx, payment)]);
  const context: ArrivalContext = {
    order,
    contract,
    paidOtherwise,
    operationIds: { arrived: derivedId<OperationId>(...name, 'arrived'), taken: derivedId<OperationId>(...name, 'taken') },
    now,
  };
  const { outcome, change } = moneyArrived(locked, arrival, context);
  const isRepeat = outcome === 'known' && arrival.heldUntil !== null;
  const shortened = (heldUntil: Date): Change => bindingTold(holdShortened(locked, { heldUntil, at: arrival.at, contract, now }), arrival);
  await saveChange(tx, locked, isRepeat ? shortened(arrival.heldUntil ?? now) : change);
  return outcome;
};
