import { newId, type CustomerId, type MerchantId } from '@paygraph/shared/ids';
import type { Child, Order } from '../domain/order';
import type { PlannedChild, PlannedOrder } from '../domain/plan-order';
import { mappingFrom } from '../domain/status-mapping';

type Naming = Readonly<{ merchantId: MerchantId; number: string; customerId: CustomerId | null }>;

const nameChild = (planned: PlannedChild, number: string): Child => ({
  ...planned,
  id: newId(),
  number,
  status: 'placed',
  lines: planned.lines.map((line) => ({ ...line, id: newId(), pickedMilli: null, returnedMilli: 0, takenMilli: 0, askedBackMilli: 0 })),
  signals: [],
});

/** Gives a planned order and its parts their ids and numbers: child orders of A-17 are A-17-1, A-17-2. */
export const nameOrder = ({ total, children }: PlannedOrder, { merchantId, number, customerId }: Naming): Order => ({
  id: newId(),
  merchantId,
  number,
  customerId,
  status: 'placed',
  total,
  children: children.map((child, index) => nameChild(child, `${number}-${index + 1}`)),
  payments: [],
  requests: [],
  mapping: mappingFrom([]),
});
