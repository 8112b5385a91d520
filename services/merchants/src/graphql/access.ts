import type { Access } from '@paygraph/shared/graphql/access';
import type { Role } from '@paygraph/shared/identity';

const admin: readonly Role[] = ['ADMIN'];
const staff: readonly Role[] = ['ADMIN', 'OPERATOR', 'INTEGRATION'];

/** Who may ask for what. Nothing here is for buyers: what they may see of a seller they reach through their orders. */
export const access: Access = {
  Query: { merchant: staff, legalEntity: staff, legalEntities: staff, vendors: staff, warehouses: staff, contracts: staff, cashRegisters: staff, taxSettings: staff, banks: staff, routing: staff, platforms: admin },
  Mutation: {
    registerMerchant: admin,
    configureLegalEntity: admin,
    configureVendor: admin,
    configureWarehouse: admin,
    configureContract: admin,
    configureCashRegister: admin,
    configureTaxSettings: admin,
    configureRouting: admin,
    configurePlatform: admin,
    republishConfiguration: admin,
  },
};
