import type { Tx } from '@paygraph/shared/db/sql';
import type { ChildOrderId } from '@paygraph/shared/ids';
import type { FiscalFacts } from '../domain/planning';
import { taxRates } from '../storage/configuration';
import { childrenOf, lockOrder, type ChildRow } from '../storage/orders';
import { paymentsOf, type PaymentRow } from '../storage/payments';
import { receiptsOfOrder, type ReceiptRow } from '../storage/receipts';

export type Loaded = Readonly<{ facts: FiscalFacts; children: readonly ChildRow[]; receipts: readonly ReceiptRow[]; payments: readonly PaymentRow[] }>;

const chainsOf = (receipts: readonly ReceiptRow[]): Map<ChildOrderId, ReceiptRow[]> => {
  const chains = new Map<ChildOrderId, ReceiptRow[]>();
  for (const receipt of receipts) chains.set(receipt.childOrderId, [...(chains.get(receipt.childOrderId) ?? []), receipt]);
  return chains;
};

/** All that planning looks at, under the order's lock; undefined when the order has not been heard of yet. */
export const loadFacts = async (tx: Tx, orderId: string): Promise<Loaded | undefined> => {
  // One round trip; each statement sees what those before it waited for.
  const [order, children, receipts, payments, rates] = await Promise.all([
    lockOrder(tx, orderId), childrenOf(tx, orderId), receiptsOfOrder(tx, orderId), paymentsOf(tx, orderId), taxRates(tx),
  ]);
  if (order === undefined) return undefined;
  const facts: FiscalFacts = {
    order: { total: order.total, children },
    chains: chainsOf(receipts),
    handedOver: new Map(children.flatMap(({ childOrderId, handedOverOn }) => (handedOverOn === null ? [] : [[childOrderId, handedOverOn]]))),
    capturedPayments: new Set(payments.filter(({ captured }) => captured).map(({ id }) => id)),
    rates,
  };
  return { facts, children, receipts, payments };
};
