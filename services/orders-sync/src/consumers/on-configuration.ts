import { merchantsConfiguration } from '@paygraph/schema/events/merchants';
import type { Tx } from '@paygraph/shared/db/database';
import type { Handlers, InboundEvent } from '@paygraph/shared/messaging/inbox';
import { knowLegalEntity, knowPlatform, knowTaxSettings, knowVendor, knowWarehouse } from '../use-cases/know-configuration';
import { bodyOf } from './read-body';

const { LegalEntityConfigured, VendorConfigured, WarehouseConfigured, TaxSettingsConfigured, PlatformConfigured } = merchantsConfiguration.types;

const at = (event: InboundEvent, active: boolean) => ({ merchantId: event.merchantId, id: event.aggregateId, version: event.aggregateVersion, active });

/** Each event is the whole present state of a thing; here what orders need of it is kept. */
export const onConfiguration: Handlers = {
  LegalEntityConfigured: async (tx: Tx, event) => {
    const { defaultVat, active } = bodyOf(LegalEntityConfigured, event);
    await knowLegalEntity(tx, at(event, active), [defaultVat]);
    return 'done';
  },
  WarehouseConfigured: async (tx, event) => {
    const { legalEntityId, active } = bodyOf(WarehouseConfigured, event);
    await knowWarehouse(tx, at(event, active), [legalEntityId]);
    return 'done';
  },
  VendorConfigured: async (tx, event) => {
    const { legalEntityId, agent, active } = bodyOf(VendorConfigured, event);
    await knowVendor(tx, at(event, active), [legalEntityId, agent && JSON.stringify(agent)]);
    return 'done';
  },
  TaxSettingsConfigured: async (tx, event) => {
    const { deliveryVat } = bodyOf(TaxSettingsConfigured, event);
    await knowTaxSettings(tx, at(event, true), [deliveryVat]);
    return 'done';
  },
  PlatformConfigured: async (tx, event) => {
    const { kind, sealedSecret, active } = bodyOf(PlatformConfigured, event);
    await knowPlatform(tx, at(event, active), [kind, sealedSecret]);
    return 'done';
  },
};
