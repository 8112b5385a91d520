import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import type { Payment } from '../domain/payment';
import {
  bankEvents, ledgerBalances, listPayments, operationsOfOrders, operationsOfPayments, paymentsByIds, paymentsByOrders, type Balance, type BankEventPage, type BankEventRow, type PaymentPage, type ShownOperation,
} from '../storage/reads';
import type { Deps } from './deps';

export type { Balance, BankEventRow, ShownOperation } from '../storage/reads';

/** Everything that may be shown of one merchant's payments. Whether it may be shown to this asker is decided by who asks for it. */
export type Reads = Readonly<{
  byIds(ids: readonly string[]): Promise<Payment[]>;
  /** With their operations, without which no sum of theirs can be shown: one round trip. */
  byOrders(orderIds: readonly string[]): Promise<Readonly<{ payments: Payment[]; operations: ShownOperation[] }>>;
  list(page: PaymentPage): Promise<Payment[]>;
  operations(paymentIds: readonly string[]): Promise<ShownOperation[]>;
  bankEvents(page: BankEventPage): Promise<BankEventRow[]>;
  balances(): Promise<Balance[]>;
}>;

export const readsOf = ({ db }: Pick<Deps, 'db'>, merchantId: MerchantId): Reads => ({
  byIds: (ids) => db.read(merchantId, (sql) => paymentsByIds(sql, ids.filter(isUuid))),
  byOrders: async (orderIds) => {
    const ids = orderIds.filter(isUuid);
    const [payments, operations] = await db.read(merchantId, (sql) => Promise.all([paymentsByOrders(sql, ids), operationsOfOrders(sql, ids)]));
    return { payments, operations };
  },
  list: (page) => db.read(merchantId, (sql) => listPayments(sql, page)),
  operations: (paymentIds) => db.read(merchantId, (sql) => operationsOfPayments(sql, paymentIds)),
  bankEvents: (page) => db.read(merchantId, (sql) => bankEvents(sql, page)),
  balances: () => db.read(merchantId, ledgerBalances),
});
