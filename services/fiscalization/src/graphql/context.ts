import type { GraphContext } from '@paygraph/shared/graphql/context';
import type { Actor } from '@paygraph/shared/identity';
import type { Viewer } from '../domain/viewer';
import type { ReceiptReader } from '../use-cases/read-receipts';
import type { retryReceipt } from '../use-cases/retry-receipt';

export type UseCases = Readonly<{ receipts: ReceiptReader; retryReceipt: ReturnType<typeof retryReceipt> }>;
export type FiscalContext = GraphContext<{ useCases: UseCases }>;

const nothing: Viewer = { sees: 'nothing' };

/** What this actor may see. A customer or a vendor whose token does not say which one sees nothing. */
export const viewerOf = ({ role, customerId, vendorId }: Actor): Viewer => {
  switch (role) {
    case 'ADMIN':
    case 'OPERATOR':
    case 'INTEGRATION':
      return { sees: 'merchant' };
    case 'CUSTOMER':
      return customerId === undefined ? nothing : { sees: 'customer', id: customerId };
    case 'VENDOR':
      return vendorId === undefined ? nothing : { sees: 'vendor', id: vendorId };
  }
};

export const askerOf = ({ actor }: FiscalContext) => ({ merchantId: actor.merchantId, viewer: viewerOf(actor) });
export const isStaff = ({ actor }: FiscalContext): boolean => viewerOf(actor).sees === 'merchant';
