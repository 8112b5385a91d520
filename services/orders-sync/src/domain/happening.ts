import type { ChildOrderId, OrderLineId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import type { ChildStatus } from './child-status';
import type { Order } from './order';
import type { OrderStatus } from './order-status';

/** So much of a line and the kopecks that belong to it. */
export type LinePart = Readonly<{ lineId: OrderLineId; quantityMilli: number; total: Minor }>;
export type ChildPart = Readonly<{ childOrderId: ChildOrderId; total: Minor; lines: readonly LinePart[] }>;

/** What a change of an order means to others; one event each. */
export type Happening =
  | Readonly<{ kind: 'OrderStatusChanged'; from: OrderStatus; to: OrderStatus; reason: string }>
  | Readonly<{ kind: 'ChildOrderStatusChanged'; childOrderId: ChildOrderId; from: ChildStatus; to: ChildStatus; reason: string }>
  | Readonly<{ kind: 'ChildOrderPicked'; childOrderId: ChildOrderId; total: Minor; full: boolean; lines: readonly LinePart[] }>
  | Readonly<{ kind: 'OrderCaptureRequested'; requestId: string; total: Minor; children: readonly ChildPart[] }>
  | Readonly<{ kind: 'OrderVoidRequested'; requestId: string; reason: string }>
  | Readonly<{ kind: 'OrderRefundRequested'; requestId: string; total: Minor; children: readonly ChildPart[]; reason: string }>
  | Readonly<{ kind: 'ChildOrderHandedOver'; childOrderId: ChildOrderId; handedOverAt: Date }>
  | Readonly<{ kind: 'ChildOrderReturned'; childOrderId: ChildOrderId; returnedAt: Date }>;

export type FactValue = string | number | boolean | null;
/** A line of the order's history that is no event of its own; `facts` are short and public. */
export type Note = Readonly<{ kind: string; childOrderId: ChildOrderId | null; facts: Readonly<Record<string, FactValue>> }>;

/** Told in this order, so that a reader of the history sees cause before effect. */
export type Told = Readonly<{ happening: Happening }> | Readonly<{ note: Note }>;

/** An order after a change, with what is to be told about it. */
export type Change = Readonly<{ order: Order; told: readonly Told[] }>;

export const unchanged = (order: Order): Change => ({ order, told: [] });
export const tell = (change: Change, ...told: readonly Told[]): Change => ({ ...change, told: [...change.told, ...told] });
export const note = (kind: string, facts: Note['facts'] = {}, childOrderId: ChildOrderId | null = null): Told => ({ note: { kind, childOrderId, facts } });
