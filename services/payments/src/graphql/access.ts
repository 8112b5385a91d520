import type { Access } from '@paygraph/shared/graphql/access';
import type { Role } from '@paygraph/shared/identity';

const staff: readonly Role[] = ['ADMIN', 'OPERATOR', 'INTEGRATION'];
const payers: readonly Role[] = ['CUSTOMER', ...staff];

/** Who may ask for what; whose payments an asker sees is decided where they are loaded (viewer.ts). */
export const access: Access = {
  Query: { payment: payers, paymentsOfOrder: payers, payments: payers, availablePaymentMethods: payers, explainRouting: staff, ledgerBalances: ['ADMIN', 'OPERATOR'] },
  Mutation: { startPayment: payers, capturePayment: staff, voidPayment: staff, refundPayment: staff, settleOperation: ['ADMIN'] },
};
