import { eventually } from '@paygraph/shared/testing/eventually';
import type { FiscalOrder } from './fiscal-order';
import type { FiscalWorld } from './fiscal-world';

export type ReceiptFact = Readonly<{ id: string; child: number; kind: string; state: string; total: number; problem: string | null; print_key: string }>;

/** The receipts of an order as they are in the database, child order by child order, in the order of their chains. */
export const receiptsOf = async (world: FiscalWorld, order: FiscalOrder): Promise<ReceiptFact[]> => {
  const rows = await world.kit.asOwner<Omit<ReceiptFact, 'child' | 'total'> & { child_order_id: string; total: string }>(
    'SELECT id, child_order_id, kind, state, total, problem, print_key FROM fiscalization.receipt WHERE order_id = $1 ORDER BY child_order_id, seq',
    [order.orderId],
  );
  const childOf = (id: string): number => order.children.findIndex(({ childOrderId }) => childOrderId === id);
  return rows.map(({ child_order_id: id, total, ...row }) => ({ ...row, child: childOf(id), total: Number(total) })).sort((a, b) => a.child - b.child);
};

export const brief = ({ child, kind, state, total }: ReceiptFact): string => `${child} ${kind} ${total} ${state}`;

/** Waits until the order's receipts are exactly these: `0 prepayment 100000 registered`. */
export const expectReceipts = (world: FiscalWorld, order: FiscalOrder, expected: readonly string[]): Promise<ReceiptFact[]> =>
  eventually(async () => {
    const receipts = await receiptsOf(world, order);
    expect(receipts.map(brief)).toEqual(expected);
    return receipts;
  }, 30_000);
