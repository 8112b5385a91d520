import type { ReceiptLine } from '../domain/receipt-document';
import type { By, ReceiptView } from '../use-cases/read-receipts';
import { askerOf, type FiscalContext } from './context';

const fieldOf: Readonly<Record<By, (view: ReceiptView) => string>> = {
  id: ({ id }) => id,
  order_id: ({ orderId }) => orderId,
  child_order_id: ({ childOrderId }) => childOrderId,
};

/** The receipts of one thing, gathered with the neighbours' questions into one query. */
export const receiptsBy = async (context: FiscalContext, by: By, id: string): Promise<readonly ReceiptView[]> => {
  const batch = async (ids: readonly string[]): Promise<readonly (readonly ReceiptView[])[]> => {
    const found = await context.useCases.receipts.find(askerOf(context), by, ids);
    return ids.map((one) => found.filter((view) => fieldOf[by](view) === one));
  };
  return (await context.loaders.of(`receipts by ${by}`, batch).load(id)) ?? [];
};

export const linesOf = async (context: FiscalContext, receiptId: string): Promise<readonly ReceiptLine[]> => {
  const batch = async (ids: readonly string[]): Promise<readonly (readonly ReceiptLine[])[]> => {
    const lines = await context.useCases.receipts.lines(context.actor.merchantId, ids);
    return ids.map((id) => lines.get(id) ?? []);
  };
  return (await context.loaders.of('lines of receipts', batch).load(receiptId)) ?? [];
};
