import type { Access } from '@paygraph/shared/graphql/access';
import type { Role } from '@paygraph/shared/identity';

const staff: readonly Role[] = ['ADMIN', 'OPERATOR', 'INTEGRATION'];
const everybody: readonly Role[] = ['CUSTOMER', 'VENDOR', ...staff];

/** Who may ask for what; whose orders an asker sees is decided by each query (storage/read-orders.ts). */
export const access: Access = {
  Query: { order: everybody, orderByNumber: everybody, orders: everybody, childOrder: everybody, statusMapping: ['ADMIN', 'OPERATOR'] },
  Mutation: {
    placeOrder: staff,
    confirmPicking: ['VENDOR', ...staff],
    cancelOrder: staff,
    requestReturn: staff,
    recordDelivery: staff,
    configureStatusMapping: ['ADMIN'],
  },
  Subscription: { orderTimeline: everybody, merchantFeed: staff },
};
