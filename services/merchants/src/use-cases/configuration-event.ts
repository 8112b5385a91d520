import { merchantsConfiguration } from '@paygraph/schema/events/merchants';
import type { EventBody } from '@paygraph/schema/events/index';
import type { MerchantId } from '@paygraph/shared/ids';
import type { NewEvent } from '@paygraph/shared/messaging/events';
import type { Kind, Stored, Things } from '../domain/things';

type Topic = typeof merchantsConfiguration.topic;
type Bodies = { readonly [K in Kind]: (thing: Stored<Things[K]>) => EventBody<Topic, `${K}Configured`> };

/** What readers learn of each kind. The secret travels only as its ciphertext. */
const bodies: Bodies = {
  Merchant: ({ name, siteUrl, active }) => ({ name, siteUrl, active }),
  LegalEntity: ({ id, name, inn, taxationSystem, defaultVat, receiptSenderEmail, active }) => ({ legalEntityId: id, name, inn, taxationSystem, defaultVat, receiptSenderEmail, active }),
  Vendor: ({ id, name, legalEntityId, agent, active }) => ({
    vendorId: id, name, legalEntityId, agent: agent && { ...agent, supplierPhones: [...agent.supplierPhones] }, active,
  }),
  Warehouse: ({ id, code, name, legalEntityId, active }) => ({ warehouseId: id, code, name, legalEntityId, active }),
  Contract: ({ id, legalEntityId, name, provider, bank, baseUrl, sealed, methods, settings, active }) => ({
    contractId: id, legalEntityId, name, provider, bank, baseUrl, sealedCredentials: sealed.jwe, methods: [...methods], settings, active,
  }),
  CashRegister: ({ id, legalEntityId, name, connector, baseUrl, sealed, closingSettlement, active }) => ({
    cashRegisterId: id, legalEntityId, name, connector, baseUrl, sealedCredentials: sealed.jwe, closingSettlement, active,
  }),
  TaxSettings: ({ defaultVat, deliveryVat, rates }) => ({ defaultVat, deliveryVat, rates: [...rates] }),
  Routing: ({ rules, hiding }) => ({
    rules: rules.map((rule) => ({ ...rule, methods: [...rule.methods], legalEntityIds: [...rule.legalEntityIds], vendorIds: [...rule.vendorIds], contractIds: [...rule.contractIds] })),
    hiding: [...hiding],
  }),
  Platform: ({ id, kind, name, sealed, active }) => ({ platformId: id, kind, name, sealedSecret: sealed.jwe, active }),
};

/** The whole present state of a thing as its event: a reader needs no older one. */
export const configured = <K extends Kind>(kind: K, merchantId: MerchantId, thing: Stored<Things[K]>): NewEvent => ({
  topic: merchantsConfiguration.topic,
  type: `${kind}Configured`,
  aggregateId: thing.id,
  aggregateVersion: thing.version,
  merchantId,
  body: bodies[kind](thing) as object,
});
