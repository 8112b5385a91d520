import type { Tx } from '@paygraph/shared/db/sql';
import { newId, type OperationId, type OrderId } from '@paygraph/shared/ids';
import type { Outcome } from '@paygraph/shared/messaging/inbox';
import type { Minor } from '@paygraph/shared/money';
import type { Result } from '@paygraph/shared/result';
import { unchanged, type Change } from '../domain/change';
import type { ChildPart } from '../domain/composition';
import type { PaymentError } from '../domain/errors';
import { capabilityOf, type MethodCapability } from '../domain/facts';
import { orderCapture, orderRefund, orderVoid } from '../domain/order-requests';
import { reviewed } from '../domain/money-arrival';
import { contractOf } from '../storage/contracts';
import { lockOrder, markOrderCancelled, orderOf } from '../storage/orders';
import { lockPayment, type Locked } from '../storage/payments';
import { currentPaymentOf, latestPaymentOf } from '../storage/reads';
import { saveChange } from '../storage/save-change';

export type OrderWish = Readonly<{ orderId: string; requestId: string; reason: string }>;
type Wished = Result<Change, PaymentError | { kind: 'NotYet'; waitsFor: string }>;

const lockCurrent = async (tx: Tx, orderId: string): Promise<Locked | null> => {
  const current = (await currentPaymentOf(tx, orderId as OrderId)) ?? (await latestPaymentOf(tx, orderId as OrderId));
  return current ? lockPayment(tx, current.id) : null;
};

const isDone = ({ operations }: Locked, { requestId }: OrderWish): boolean => operations.some((operation) => operation.requestId === requestId);

const explain = (error: PaymentError): string => Object.entries(error).map(([name, value]) => `${name} ${String(value)}`).join(', ');

/** Saves what an order's wish leads to. A wish that the payment cannot follow is for a person, and is not tried again by itself. */
const carryOut = async (tx: Tx, locked: Locked, wished: Wished): Promise<Outcome> => {
  if (wished.ok) {
    await saveChange(tx, locked, wished.value);
    return 'done';
  }
  if (wished.error.kind === 'NotYet') return { later: wished.error.waitsFor };
  await saveChange(tx, locked, reviewed(unchanged(locked), `the order asked for what the payment cannot do: ${explain(wished.error)}`));
  return 'done';
};

const capabilityFor = async (tx: Tx, { payment }: Locked): Promise<MethodCapability> => capabilityOf(await contractOf(tx, payment.contractId), payment.method);

/** All children are picked: take this much. What was taken in one step already is refunded down to it. */
export const captureForOrder = async (tx: Tx, wish: OrderWish & { total: Minor; children: readonly ChildPart[] }): Promise<Outcome> => {
  const locked = await lockCurrent(tx, wish.orderId);
  if (!locked) return { later: 'the order has no payment yet' };
  if (isDone(locked, wish)) return 'ignored';
  const [capability, order] = await Promise.all([capabilityFor(tx, locked), orderOf(tx, locked.payment.orderId)]);
  return carryOut(tx, locked, orderCapture(locked, { ...wish, order, capability, operationId: newId<OperationId>() }));
};

/** The order is off: frozen money is released, taken money is refunded, an open page is closed, and no new payment may begin. */
export const voidForOrder = async (tx: Tx, wish: OrderWish): Promise<Outcome> => {
  if (!(await lockOrder(tx, wish.orderId))) return { later: 'the order is not known yet' };
  await markOrderCancelled(tx, wish.orderId);
  const locked = await lockCurrent(tx, wish.orderId);
  if (!locked || isDone(locked, wish)) return 'ignored';
  const capability = await capabilityFor(tx, locked);
  return carryOut(tx, locked, orderVoid(locked, { ...wish, capability, operationId: newId<OperationId>() }));
};

export const refundForOrder = async (tx: Tx, wish: OrderWish & { children: readonly ChildPart[] }): Promise<Outcome> => {
  const locked = await lockCurrent(tx, wish.orderId);
  if (!locked) return { later: 'the order has no payment yet' };
  if (isDone(locked, wish)) return 'ignored';
  const capability = await capabilityFor(tx, locked);
  return carryOut(tx, locked, orderRefund(locked, { ...wish, capability, operationId: newId<OperationId>() }));
};
