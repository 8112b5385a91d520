import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import type { Payment } from '../domain/payment';
import {
  bankEvents, ledgerBalances, listPayments, operationsOfPayments, paymentsByIds, paymentsByOrders, type Balance, type BankEventPage, type BankEventRow, type PaymentPage, type ShownOperation,
} from '../storage/reads';
import type { Deps } from './deps';

export type { Balance, BankEventRow, ShownOperation } from '../storage/reads';

/** Everything that may be shown of one merchant's payments. Whether it may be shown to this asker is decided by who asks for it. */
export type Reads = Readonly<{
  byIds(ids: readonly string[]): Promise<Payment[]>;
  byOrders(orderIds: readonly string[]): Promise<Payment[]>;
  list(page: PaymentPage): Promise<Payment[]>;
  operations(paymentIds: readonly string[]): Promise<ShownOperation[]>;
  bankEvents(page: BankEventPage): Promise<BankEventRow[]>;
  balances(): Promise<Balance[]>;
}>;

export const readsOf = ({ db }: Pick<Deps, 'db'>, merchantId: MerchantId): Reads => ({
  byIds: (ids) => db.transaction(merchantId, (tx) => paymentsByIds(tx, ids.filter(isUuid))),
  byOrders: (orderIds) => db.transaction(merchantId, (tx) => paymentsByOrders(tx, orderIds.filter(isUuid))),
  list: (page) => db.transaction(merchantId, (tx) => listPayments(tx, page)),
  operations: (paymentIds) => db.transaction(merchantId, (tx) => operationsOfPayments(tx, paymentIds)),
  bankEvents: (page) => db.transaction(merchantId, (tx) => bankEvents(tx, page)),
  balances: () => db.transaction(merchantId, ledgerBalances),
});
