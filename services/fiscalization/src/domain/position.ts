import type { OrderLineId, PaymentId } from '@paygraph/shared/ids';
import { minor, sum, type Minor } from '@paygraph/shared/money';
import type { LinePart } from './goods';
import type { ReceiptKind } from './receipt-kind';

/**
 * A line's share of a receipt with the percent of VAT it is taxed by. `moneyOnly`: the price came down while the goods stayed, so the
 * quantity is printed and not taken off what is left.
 */
export type ReceiptPart = LinePart & Readonly<{ percent: number | null; moneyOnly?: boolean }>;
/** What the chain of a child order knows of each of its receipts, in order, whatever their state. */
export type ChainReceipt = Readonly<{ paymentId: PaymentId; kind: ReceiptKind; parts: readonly ReceiptPart[] }>;

export type Holding = Readonly<{ quantityMilli: number; total: Minor; percent: number | null }>;
type Holdings = ReadonlyMap<OrderLineId, Holding>;
/** `prepaid`: receipts say paid and not yet handed over. `settled`: a closing receipt says handed over. Returned goods are in neither. */
export type Position = Readonly<{ prepaid: Holdings; settled: Holdings }>;

export const emptyPosition: Position = { prepaid: new Map(), settled: new Map() };

const put = (after: Map<OrderLineId, Holding>, part: ReceiptPart, sign: 1 | -1): void => {
  const before = after.get(part.lineId);
  const quantityMilli = (before?.quantityMilli ?? 0) + (part.moneyOnly ? 0 : sign * part.quantityMilli);
  const total = minor((before?.total ?? 0) + sign * part.total);
  if (total === 0) after.delete(part.lineId);
  else after.set(part.lineId, { quantityMilli, total, percent: sign === 1 ? part.percent : (before?.percent ?? part.percent) });
};

const all = (holdings: Holdings, parts: readonly ReceiptPart[], sign: 1 | -1): Holdings => {
  const after = new Map(holdings);
  for (const part of parts) put(after, part, sign);
  return after;
};

const effects: Readonly<Record<ReceiptKind, (position: Position, parts: readonly ReceiptPart[]) => Position>> = {
  prepayment: ({ prepaid, settled }, parts) => ({ prepaid: all(prepaid, parts, 1), settled }),
  prepayment_refund: ({ prepaid, settled }, parts) => ({ prepaid: all(prepaid, parts, -1), settled }),
  closing: ({ prepaid, settled }, parts) => ({ prepaid: all(prepaid, parts, -1), settled: all(settled, parts, 1) }),
  refund: ({ prepaid, settled }, parts) => ({ prepaid, settled: all(settled, parts, -1) }),
};

/** What one payment holds of a child order, folded from the receipts planned so far. */
export const positionOf = (chain: readonly ChainReceipt[], paymentId: PaymentId): Position =>
  chain.filter((receipt) => receipt.paymentId === paymentId).reduce((position, { kind, parts }) => effects[kind](position, parts), emptyPosition);

export const partsOf = (holdings: Holdings): ReceiptPart[] => [...holdings].map(([lineId, holding]) => ({ lineId, ...holding }));
export const totalOf = (parts: Iterable<{ total: Minor }>): Minor => sum([...parts].map(({ total }) => total));

const isShort = (holdings: Holdings): boolean => [...holdings.values()].some(({ quantityMilli, total }) => total < 0 || quantityMilli <= 0);

/** True when some receipt of the chain takes back or closes more than was prepaid or settled before it. */
export const isOverdrawn = (chain: readonly ChainReceipt[]): boolean =>
  [...new Set(chain.map(({ paymentId }) => paymentId))].some((paymentId) => {
    let position = emptyPosition;
    return chain.some((receipt) => {
      if (receipt.paymentId !== paymentId) return false;
      position = effects[receipt.kind](position, receipt.parts);
      return isShort(position.prepaid) || isShort(position.settled);
    });
  });
