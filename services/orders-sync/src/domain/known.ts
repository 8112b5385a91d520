import type { LegalEntityId, VendorId, WarehouseId } from '@paygraph/shared/ids';
import type { Agent, VatCategory } from './words';

/** What is known of the merchant from its configuration events; only active things are in here. */
export type Known = Readonly<{
  warehouses: ReadonlyMap<WarehouseId, Readonly<{ legalEntityId: LegalEntityId }>>;
  legalEntities: ReadonlyMap<LegalEntityId, Readonly<{ defaultVat: VatCategory }>>;
  /** A vendor with a legal entity of its own sells by itself; without one it sells through the warehouse's, which acts as its agent. */
  vendors: ReadonlyMap<VendorId, Readonly<{ legalEntityId: LegalEntityId | null; agent: Agent | null }>>;
  deliveryVat: VatCategory | null;
}>;
