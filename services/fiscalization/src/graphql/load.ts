import { asksFor } from '@paygraph/shared/graphql/asked';
import type { GraphQLResolveInfo } from 'graphql';
import type { ReceiptLine } from '../domain/receipt-document';
import type { By, ReceiptView } from '../use-cases/read-receipts';
import { askerOf, type FiscalContext } from './context';

const ofLines = ['lines', 'vatTotals'];

const fieldOf: Readonly<Record<By, (view: ReceiptView) => string>> = {
  id: ({ id }) => id,
  order_id: ({ orderId }) => orderId,
  child_order_id: ({ childOrderId }) => childOrderId,
};

const linesLoader = ({ actor, loaders, useCases }: FiscalContext) =>
  loaders.of<string, readonly ReceiptLine[]>('lines of receipts', async (ids) => {
    const lines = await useCases.receipts.lines(actor.merchantId, ids);
    return ids.map((id) => lines.get(id) ?? []);
  });

const findWith = async (context: FiscalContext, by: By, ids: readonly string[]): Promise<readonly ReceiptView[]> => {
  const { views, lines } = await context.useCases.receipts.findWhole(askerOf(context), by, ids);
  views.forEach(({ id }) => linesLoader(context).prime(id, lines.get(id) ?? []));
  return views;
};

/** The receipts of one thing, gathered with the neighbours' questions into one query; with their lines where something is asked of them. */
export const receiptsBy = async (context: FiscalContext, { by, info }: Readonly<{ by: By; info?: GraphQLResolveInfo }>, id: string): Promise<readonly ReceiptView[]> => {
  const hasLines = info !== undefined && ofLines.some((field) => asksFor(info, field));
  const batch = async (ids: readonly string[]): Promise<readonly (readonly ReceiptView[])[]> => {
    const found = await (hasLines ? findWith(context, by, ids) : context.useCases.receipts.find(askerOf(context), by, ids));
    return ids.map((one) => found.filter((view) => fieldOf[by](view) === one));
  };
  return (await context.loaders.of(`receipts by ${by}${hasLines ? ' with lines' : ''}`, batch).load(id)) ?? [];
};

export const linesOf = async (context: FiscalContext, receiptId: string): Promise<readonly ReceiptLine[]> => (await linesLoader(context).load(receiptId)) ?? [];
