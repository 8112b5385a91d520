import { err, ok, type Result } from '@paygraph/shared/result';
import type { ChildStatus } from './child-status';
import { note, tell, type Change } from './happening';
import { keptMilli } from './line-parts';
import { readQuantities, type LineQuantity } from './line-quantities';
import { moveChild } from './move-child';
import { withChild, type Child } from './order';
import { paymentStage } from './payment-stage';
import { notAllowed, type NotAllowed } from './refusals';
import type { InputProblem } from './words';

export type ReturnRequest = Readonly<{ child: Child; lines: readonly LineQuantity[]; reason: string; at: Date }>;

const returnable: readonly ChildStatus[] = ['picked', 'in_delivery', 'handed_over', 'completed'];

const stateProblem = ({ order }: Change, { status }: Child): NotAllowed | null => {
  if (!returnable.includes(status)) return notAllowed(status, 'Goods can be returned from a child order that is picked and not yet returned; cancel the order instead before that.');
  const isPaid = ['secured', 'captured'].includes(paymentStage(order.payments));
  return isPaid ? null : notAllowed(order.status, 'Nothing is paid for this order, so there is nothing to give back.');
};

/** The buyer gives goods back, or takes back the wish for them, in whole or in part; the money follows by itself (settlement). */
export const returnLines = (change: Change, { child, lines, reason, at }: ReturnRequest): Result<Change, NotAllowed | InputProblem> => {
  const forbidden = stateProblem(change, child);
  if (forbidden) return err(forbidden);
  const read = readQuantities(lines, { lines: child.lines, min: 1, most: keptMilli });
  if (!read.ok) return read;
  const after = { ...child, lines: child.lines.map((line) => ({ ...line, returnedMilli: line.returnedMilli + (read.value.get(line.id) ?? 0) })) };
  const noted = tell({ ...change, order: withChild(change.order, after) }, note('return.requested', { lines: read.value.size, reason }, child.id));
  const isWhole = after.lines.every((line) => line.kind === 'delivery' || keptMilli(line) === 0);
  return ok(isWhole ? moveChild(noted, { childOrderId: child.id, event: 'startReturn', reason, at }) : noted);
};
