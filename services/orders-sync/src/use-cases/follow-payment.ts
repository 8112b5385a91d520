import type { Tx } from '@paygraph/shared/db/database';
import type { OrderId } from '@paygraph/shared/ids';
import { ok } from '@paygraph/shared/result';
import { followPayment as follow } from '../domain/follow-payment';
import { tell, type Note } from '../domain/happening';
import type { PaymentTold } from '../domain/payment-told';
import { changeOrder } from './change-order';
import type { Desk } from './desk';

/** `told` is empty for news that only the history has to hear. */
export type PaymentNews = Readonly<{ orderId: OrderId; entry: Note; told: PaymentTold | null; at: Date }>;

/** Lets the order follow what the payments service told. `false`: the order is not known here (yet). */
export const followPayment = async (desk: Desk, tx: Tx, { orderId, entry, told, at }: PaymentNews): Promise<boolean> => {
  const result = await changeOrder(desk, tx, {
    orderId,
    reason: entry.kind,
    at,
    decide: (change) => {
      const noted = tell(change, { note: entry });
      return ok(told ? follow(noted, told, at) : noted);
    },
  });
  return result.ok;
};
