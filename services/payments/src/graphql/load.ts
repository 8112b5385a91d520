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

const operationsLoader = ({ loaders, reads }: PaymentsContext) =>
  loaders.of<string, ShownOperation[]>('operations', async (ids) => {
    const byPayment = grouped(await reads.operations(ids), (operation) => operation.paymentId);
    return ids.map((wanted) => byPayment.get(wanted) ?? []);
  });

export const loadPaymentsOf = async (context: PaymentsContext, orderId: string): Promise<PaymentFacts[]> => {
  const { actor, loaders, reads } = context;
  const paymentsOf = loaders.of<string, PaymentFacts[]>('paymentsOf', async (ids) => {
    const { payments, operations } = await reads.byOrders(ids);
    const byPayment = grouped(operations, (operation) => operation.paymentId);
    payments.forEach(({ id }) => operationsLoader(context).prime(id, byPayment.get(id) ?? []));
    const byOrder = grouped(payments.filter((payment) => maySee(actor, payment)), (payment) => payment.orderId);
    return ids.map((wanted) => byOrder.get(wanted) ?? []);
  });
  return (await paymentsOf.load(orderId)) ?? [];
};

/** Only for payments that the actor was shown. */
export const loadOperations = async (context: PaymentsContext, paymentId: string): Promise<ShownOperation[]> => (await operationsLoader(context).load(paymentId)) ?? [];
