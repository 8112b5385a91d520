import type { ChildOrderId, CustomerId, LegalEntityId, MerchantId, OrderId, OrderLineId, VendorId, WarehouseId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import type { ChildStatus } from './child-status';
import type { ParcelSignal } from './parcel';
import type { OrderStatus } from './order-status';
import type { PaymentView } from './payment-stage';
import type { PlannedLine } from './plan-order';
import type { StatusMapping } from './status-mapping';

/**
 * A line and what became of it, in thousandths: how much was picked (`null` = not yet), came back from the buyer, was taken money
 * for, and was asked back. The kopecks follow from the thousandths (line-money.ts), so they cannot drift apart.
 */
export type Line = PlannedLine & Readonly<{ id: OrderLineId; pickedMilli: number | null; returnedMilli: number; takenMilli: number; askedBackMilli: number }>;

export type Child = Readonly<{
  id: ChildOrderId;
  number: string;
  legalEntityId: LegalEntityId;
  warehouseId: WarehouseId;
  vendorId: VendorId | null;
  status: ChildStatus;
  total: Minor;
  lines: readonly Line[];
  /** Every delivery signal of this child order, in the order of receipt. */
  signals: readonly ParcelSignal[];
}>;

/** Something asked of `payments`. `open` until its outcome is told. */
export type PaymentRequest = Readonly<{ id: string; kind: 'capture' | 'void' | 'refund'; total: Minor; childIds: readonly ChildOrderId[]; state: 'open' | 'done' | 'failed' }>;

/** An order with everything a decision about it needs. Changed only by functions that give back a new one. */
export type Order = Readonly<{
  id: OrderId;
  merchantId: MerchantId;
  number: string;
  customerId: CustomerId | null;
  status: OrderStatus;
  total: Minor;
  children: readonly Child[];
  payments: readonly PaymentView[];
  requests: readonly PaymentRequest[];
  mapping: StatusMapping;
}>;

export const childOf = (order: Order, id: ChildOrderId): Child | undefined => order.children.find((child) => child.id === id);

export const withChild = (order: Order, changed: Child): Order => ({ ...order, children: order.children.map((child) => (child.id === changed.id ? changed : child)) });
