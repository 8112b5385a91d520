import { isUuid } from '@paygraph/shared/ids';
import type { Payment as PaymentFacts } from '../domain/payment';
import { operationsOfPayments, paymentsByIds, paymentsByOrders, type ShownOperation } from '../storage/reads';
import type { PaymentsContext } from './context';
import { maySee } from './viewer';

const grouped = <T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
};

/** Through the actor's eyes: what is not his does not exist. */
export const loadPayment = ({ actor, loaders, deps }: PaymentsContext, id: string): Promise<PaymentFacts | null> =>
  loaders
    .of<string, PaymentFacts>('payment', async (ids) => {
      const found = await deps.db.transaction(actor.merchantId, (tx) => paymentsByIds(tx, ids.filter(isUuid)));
      const byId = new Map(found.filter((payment) => maySee(actor, payment)).map((payment) => [payment.id as string, payment]));
      return ids.map((wanted) => byId.get(wanted) ?? null);
    })
    .load(id);

export const loadPaymentsOf = async ({ actor, loaders, deps }: PaymentsContext, orderId: string): Promise<PaymentFacts[]> =>
  (await loaders
    .of<string, PaymentFacts[]>('paymentsOf', async (ids) => {
      const found = await deps.db.transaction(actor.merchantId, (tx) => paymentsByOrders(tx, ids.filter(isUuid)));
      const byOrder = grouped(found.filter((payment) => maySee(actor, payment)), (payment) => payment.orderId);
      return ids.map((wanted) => byOrder.get(wanted) ?? []);
    })
    .load(orderId)) ?? [];

/** Only for payments that the actor was shown. */
export const loadOperations = async ({ actor, loaders, deps }: PaymentsContext, paymentId: string): Promise<ShownOperation[]> =>
  (await loaders
    .of<string, ShownOperation[]>('operations', async (ids) => {
      const byPayment = grouped(await deps.db.transaction(actor.merchantId, (tx) => operationsOfPayments(tx, ids)), (operation) => operation.paymentId);
      return ids.map((wanted) => byPayment.get(wanted) ?? []);
    })
    .load(paymentId)) ?? [];
