import { guardRootFields } from '@paygraph/shared/graphql/access';
import { buildSubgraph, type Subgraph } from '@paygraph/shared/graphql/build-subgraph';
import { access } from './graphql/access';
import { ConfigureCashRegister } from './graphql/configure-cash-register';
import { ConfigureContract } from './graphql/configure-contract';
import { ConfigureLegalEntity } from './graphql/configure-legal-entity';
import { ConfigurePlatform } from './graphql/configure-platform';
import { ConfigureRouting } from './graphql/configure-routing';
import { ConfigureTaxSettings } from './graphql/configure-tax-settings';
import { ConfigureVendor } from './graphql/configure-vendor';
import { ConfigureWarehouse } from './graphql/configure-warehouse';
import type { MerchantsContext } from './graphql/context';
import { CashRegisterOwner, ContractOwner, VendorOwner, WarehouseOwner } from './graphql/legal-entity-of';
import { Queries } from './graphql/queries';
import { references } from './graphql/references';
import { RegisterMerchant } from './graphql/register-merchant';
import { RepublishConfiguration } from './graphql/republish-configuration';

const resolvers = [
  Queries, RegisterMerchant, ConfigureLegalEntity, ConfigureVendor, ConfigureWarehouse, ConfigureContract, ConfigureCashRegister,
  ConfigureTaxSettings, ConfigureRouting, ConfigurePlatform, RepublishConfiguration, WarehouseOwner, ContractOwner, CashRegisterOwner, VendorOwner,
];

/** The subgraph of this service; needs nothing that runs. */
export const buildMerchantsSchema = (): Subgraph => {
  const { schema, sdl } = buildSubgraph<MerchantsContext>({ resolvers, referenceResolvers: references });
  return { schema: guardRootFields(schema, access), sdl };
};
