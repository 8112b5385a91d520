import { newId } from '@paygraph/shared/ids';
import { sum, zero, type Minor } from '@paygraph/shared/money';
import { tell, type Change, type ChildPart, type Happening } from './happening';
import { childPart, excessParts, keptMilli, keptParts } from './line-parts';
import type { Child, Line, Order, PaymentRequest } from './order';
import { paymentStage } from './payment-stage';
import { captureReached, type StatusMapping } from './status-mapping';

type Ask = Extract<Happening, { kind: 'OrderCaptureRequested' | 'OrderVoidRequested' | 'OrderRefundRequested' }>;

const isOpen = (order: Order, ...kinds: readonly PaymentRequest['kind'][]): boolean => order.requests.some(({ kind, state }) => state === 'open' && kinds.includes(kind));

const hasFailed = (order: Order, kind: PaymentRequest['kind']): boolean => order.requests.some((request) => request.kind === kind && request.state === 'failed');

const nonEmpty = (parts: readonly ChildPart[]): ChildPart[] => parts.filter(({ lines }) => lines.length > 0);
const totalOfParts = (parts: readonly ChildPart[]): Minor => sum(parts.map(({ total }) => total));

const isCancelled = ({ status }: Child): boolean => status === 'cancelled';
const captureParts = ({ children }: Order): ChildPart[] => nonEmpty(children.map((child) => childPart(child, isCancelled(child) ? [] : keptParts(child.lines))));

/** Held money: take the sold part once every living child order came far enough, let all of it go when nothing is sold. */
const askOfHold = (order: Order, reason: string): Ask | null => {
  const { mapping, children } = order;
  const live = children.filter((child) => !isCancelled(child));
  if (isOpen(order, 'capture', 'void') || (live.length === 0 && mapping.onCancelled === 'none')) return null;
  const parts = captureParts(order);
  // What the bank refused is not asked again by itself: why it refused is for a person to see, and asking at once would never end.
  if (totalOfParts(parts) === 0) return hasFailed(order, 'void') ? null : { kind: 'OrderVoidRequested', requestId: newId(), reason };
  const wasAsked = order.requests.some(({ kind, state }) => kind === 'capture' && state !== 'done');
  if (wasAsked || !live.every(({ status }) => captureReached[mapping.captureWhen].includes(status))) return null;
  return { kind: 'OrderCaptureRequested', requestId: newId(), total: totalOfParts(parts), children: parts };
};

const soldMilli = (child: Child, { onCancelled }: StatusMapping) => (line: Line): number => (isCancelled(child) && onCancelled === 'release' ? 0 : keptMilli(line));

/** Taken money: give back what was taken above what stays sold. */
const askOfCaptured = ({ children, mapping }: Order, reason: string): Ask | null => {
  const parts = nonEmpty(children.map((child) => childPart(child, excessParts(child.lines, soldMilli(child, mapping)))));
  const total = totalOfParts(parts);
  return total === 0 ? null : { kind: 'OrderRefundRequested', requestId: newId(), total, children: parts, reason };
};

const askOf = (order: Order, reason: string): Ask | null => {
  const stage = paymentStage(order.payments);
  if (stage === 'captured') return askOfCaptured(order, reason);
  if (stage === 'secured') return askOfHold(order, reason);
  const isCancelledWhilePaying = stage === 'started' && order.status === 'cancelled' && order.mapping.onCancelled === 'release';
  return isCancelledWhilePaying && !isOpen(order, 'void') ? { kind: 'OrderVoidRequested', requestId: newId(), reason } : null;
};

const requestOf = (ask: Ask): PaymentRequest => {
  const { requestId: id } = ask;
  switch (ask.kind) {
    case 'OrderVoidRequested':
      return { id, kind: 'void', total: zero, childIds: [], state: 'open' };
    case 'OrderCaptureRequested':
      return { id, kind: 'capture', total: ask.total, childIds: ask.children.map(({ childOrderId }) => childOrderId), state: 'open' };
    case 'OrderRefundRequested':
      return { id, kind: 'refund', total: ask.total, childIds: ask.children.map(({ childOrderId }) => childOrderId), state: 'open' };
  }
};

/** Adds what was asked back to the lines that it was asked back for. */
export const noteAskedBack = (order: Order, parts: readonly ChildPart[]): Order => {
  const asked = new Map(parts.flatMap(({ lines }) => lines.map(({ lineId, quantityMilli }) => [lineId, quantityMilli] as const)));
  const noted = (line: Line): Line => ({ ...line, askedBackMilli: line.askedBackMilli + (asked.get(line.id) ?? 0) });
  return { ...order, children: order.children.map((child) => ({ ...child, lines: child.lines.map(noted) })) };
};

/**
 * Compares what is sold with what was taken and asks `payments` for the difference: capture, void or refund. Asking is remembered
 * in the order, so calling it again asks nothing new; it is called after every change, whatever the change was.
 */
export const settle = (change: Change, reason: string): Change => {
  const ask = askOf(change.order, reason);
  if (!ask) return change;
  const order = { ...change.order, requests: [...change.order.requests, requestOf(ask)] };
  return tell({ ...change, order: ask.kind === 'OrderRefundRequested' ? noteAskedBack(order, ask.children) : order }, { happening: ask });
};
