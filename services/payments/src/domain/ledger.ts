import type { LegalEntityId, OperationId } from '@paygraph/shared/ids';
import { minor, sum, type Minor } from '@paygraph/shared/money';
import type { ChildPart } from './composition';
import type { OrderFacts } from './facts';

/** Where money is. `acquirer_receivable` is what the bank owes a legal entity; `surplus` is the buyer's money that we only keep. */
export type Account = 'buyer' | 'hold' | 'acquirer_receivable' | 'surplus';
export type Entry = Readonly<{ account: Account; legalEntityId: LegalEntityId | null; amount: Minor }>;
/** Rows that belong together; their amounts add up to zero. `name` tells movements of one operation apart. */
export type Movement = Readonly<{ operationId: OperationId; name: string; entries: readonly Entry[] }>;

const entry = (account: Account, amount: number, legalEntityId: LegalEntityId | null = null): Entry => ({ account, legalEntityId, amount: minor(amount) });

const bySeller = (parts: readonly ChildPart[], order: OrderFacts): [LegalEntityId, Minor][] => {
  const sellerOf = new Map(order.children.map(({ childOrderId, legalEntityId }) => [childOrderId, legalEntityId]));
  const totals = new Map<LegalEntityId, Minor>();
  for (const { childOrderId, total } of parts) {
    const seller = sellerOf.get(childOrderId);
    if (seller) totals.set(seller, minor((totals.get(seller) ?? 0) + total));
  }
  return [...totals];
};

const movement = (operationId: OperationId, name: string, entries: readonly Entry[]): Movement => ({ operationId, name, entries: entries.filter(({ amount }) => amount !== 0) });

export const authorized = (operationId: OperationId, amount: Minor): Movement => movement(operationId, 'authorize', [entry('buyer', -amount), entry('hold', amount)]);

export const captured = (operationId: OperationId, order: OrderFacts, { children, released }: { children: readonly ChildPart[]; released: Minor }): Movement => {
  const receivable = bySeller(children, order).map(([seller, amount]) => entry('acquirer_receivable', amount, seller));
  const taken = sum(receivable.map(({ amount }) => amount));
  return movement(operationId, 'capture', [entry('hold', -(taken + released)), entry('buyer', released), ...receivable]);
};

export const voided = (operationId: OperationId, amount: Minor): Movement => movement(operationId, 'void', [entry('hold', -amount), entry('buyer', amount)]);

export const refunded = (operationId: OperationId, order: OrderFacts, children: readonly ChildPart[]): Movement => {
  const owed = bySeller(children, order).map(([seller, amount]) => entry('acquirer_receivable', -amount, seller));
  return movement(operationId, 'refund', [...owed, entry('buyer', -sum(owed.map(({ amount }) => amount)))]);
};

export const surplusArrived = (operationId: OperationId, amount: Minor): Movement => movement(operationId, 'surplus', [entry('buyer', -amount), entry('surplus', amount)]);
export const surplusReturned = (operationId: OperationId, amount: Minor): Movement => movement(operationId, 'return_surplus', [entry('surplus', -amount), entry('buyer', amount)]);
