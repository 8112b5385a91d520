import { fiscalizationReceipt } from '@paygraph/schema/events/fiscalization';
import type { Handler, Handlers } from '@paygraph/shared/messaging/inbox';
import type { ChildOrderId, OrderId } from '@paygraph/shared/ids';
import type { FactValue } from '../domain/happening';
import type { Desk } from '../use-cases/desk';
import { followReceipt } from '../use-cases/follow-receipt';
import { bodyOf } from './read-body';

const { types } = fiscalizationReceipt;
type ReceiptType = keyof typeof types;

const words: Readonly<Record<ReceiptType, string>> = { ReceiptPlanned: 'planned', ReceiptRegistered: 'registered', ReceiptFailed: 'failed', ReceiptUnknown: 'unknown' };

/** What the buyer can check the receipt by: numbers that are printed on it. */
const fiscalFacts = (body: object): Record<string, FactValue> => {
  const registered = types.ReceiptRegistered.safeParse(body);
  if (!registered.success) return {};
  const { fiscal, url } = registered.data;
  return { fn: fiscal.fn, fd: fiscal.fd, fp: fiscal.fp, url };
};

/** Shown only where there is more than one. */
const partFacts = ({ part, parts = 1 }: { part?: number; parts?: number }): Record<string, FactValue> => (part === undefined || parts === 1 ? {} : { part, parts });

/** Goods of many lines are closed by several receipts, registered one after another: the sale is over with the last of them. */
const isLast = ({ part = 1, parts = 1 }: { part?: number; parts?: number }): boolean => part === parts;

const handler = (desk: Desk, type: ReceiptType): Handler => async (tx, event) => {
  const body = bodyOf(types[type], event);
  const childOrderId = body.childOrderId as ChildOrderId;
  const entry = { kind: `receipt.${body.kind}.${words[type]}`, facts: { amount: body.total, receiptId: body.receiptId, ...partFacts(body), ...fiscalFacts(body) }, childOrderId };
  const closesSale = type === 'ReceiptRegistered' && body.kind === 'closing' && isLast(body);
  const isKnown = await followReceipt(desk, tx, { orderId: body.orderId as OrderId, childOrderId, entry, closesSale, at: new Date(event.occurredAt) });
  return isKnown ? 'done' : { later: 'the order of this receipt is not known here yet' };
};

/** A sale is over when its closing receipt is registered; every other step of a receipt is a line of the history. */
export const onReceipt = (desk: Desk): Handlers => Object.fromEntries((Object.keys(types) as ReceiptType[]).map((type) => [type, handler(desk, type)]));
