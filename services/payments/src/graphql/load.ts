import type { Payment as PaymentFacts } from '../domain/payment';
import type { ShownOperation } from '../use-cases/read-payments';
import type { PaymentsContext } from './context';
import { maySee } from './viewer';

const grouped = <T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
};

/** Through the actor's eyes: what is not his does not exist. */
export const loadPayment = ({ actor, loaders, reads }: PaymentsContext, id: string): Promise<PaymentFacts | null> =>
  loaders
    .of<string, PaymentFacts>('payment', async (ids) => {
      const found = await reads.byIds(ids);
      const byId = new Map(found.filter((payment) => maySee(actor, payment)).map((payment) => [payment.id as string, payment]));
      return ids.map((wanted) => byId.get(wanted) ?? null);
    })
    .load(id);

export const loadPaymentsOf = async ({ actor, loaders, reads }: PaymentsContext, orderId: string): Promise<PaymentFacts[]> =>
  (await loaders
    .of<string, PaymentFacts[]>('paymentsOf', async (ids) => {
      const found = await reads.byOrders(ids);
      const byOrder = grouped(found.filter((payment) => maySee(actor, payment)), (payment) => payment.orderId);
      return ids.map((wanted) => byOrder.get(wanted) ?? []);
    })
    .load(orderId)) ?? [];

/** Only for payments that the actor was shown. */
export const loadOperations = async ({ loaders, reads }: PaymentsContext, paymentId: string): Promise<ShownOperation[]> =>
  (await loaders
    .of<string, ShownOperation[]>('operations', async (ids) => {
      const byPayment = grouped(await reads.operations(ids), (operation) => operation.paymentId);
      return ids.map((wanted) => byPayment.get(wanted) ?? []);
    })
    .load(paymentId)) ?? [];
