import type { Access } from '@paygraph/shared/graphql/access';
import type { Role } from '@paygraph/shared/identity';

const staff: readonly Role[] = ['ADMIN', 'OPERATOR', 'INTEGRATION'];
const everybody: readonly Role[] = [...staff, 'CUSTOMER', 'VENDOR'];

/** Who may ask for what; buyers and vendors see only receipts of their own (`viewerOf`). */
export const access: Access = {
  Query: { receipt: everybody, receiptsOfOrder: everybody, receipts: staff },
  Mutation: { retryReceipt: ['ADMIN', 'OPERATOR'] },
};
