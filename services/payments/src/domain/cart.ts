import type { Minor } from '@paygraph/shared/money';
import type { OrderFacts } from './facts';

/** What routing looks at: how much, and who sells what from where. A part is one child order, or what is about to become one. */
export type CartPart = Readonly<{ legalEntityId: string; warehouseId: string | null; vendorId: string | null }>;
export type Cart = Readonly<{ total: Minor; parts: readonly CartPart[] }>;

export const cartOf = ({ total, children }: Pick<OrderFacts, 'total' | 'children'>): Cart => ({
  total,
  parts: children.map(({ legalEntityId, warehouseId, vendorId }) => ({ legalEntityId, warehouseId: warehouseId ?? null, vendorId: vendorId ?? null })),
});

const different = (values: readonly (string | null)[]): readonly (string | null)[] => [...new Set(values)];

export const sellersOf = ({ parts }: Cart): readonly string[] => [...new Set(parts.map(({ legalEntityId }) => legalEntityId))];
export const isFromSeveralWarehouses = ({ parts }: Cart): boolean => different(parts.map(({ warehouseId }) => warehouseId)).length > 1;
/** The merchant's own goods beside a vendor's are of two sellers. */
export const isOfSeveralVendors = ({ parts }: Cart): boolean => different(parts.map(({ vendorId }) => vendorId)).length > 1;
