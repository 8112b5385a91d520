import { z } from 'zod';
import { agent, amount, id, sealed, taxationSystem, vatCategory } from './parts';

export const MerchantConfigured = z.object({ name: z.string(), siteUrl: z.url(), active: z.boolean() });

export const LegalEntityConfigured = z.object({
  legalEntityId: id,
  name: z.string(),
  inn: z.string(),
  taxationSystem,
  defaultVat: vatCategory,
  /** Tag 1117: the sender's address on an electronic receipt. */
  receiptSenderEmail: z.email(),
  active: z.boolean(),
});

export const VendorConfigured = z.object({ vendorId: id, name: z.string(), legalEntityId: id.nullable(), agent: agent.nullable(), active: z.boolean() });

export const WarehouseConfigured = z.object({ warehouseId: id, code: z.string(), name: z.string(), legalEntityId: id, active: z.boolean() });

/** What a buyer can pay by. */
const method = z.enum(['card', 'sbp']);

/** What a contract can do by one method. The hold's length belongs to (acquirer, method): the same method has different clocks elsewhere. */
export const methodCapability = z.object({
  method,
  hold: z.boolean(),
  holdDays: z.int().positive(),
  partialCapture: z.boolean(),
  partialRefund: z.boolean(),
  saved: z.boolean(),
  payee: z.enum(['settlement', 'nominal']),
  minAmount: amount.nullable(),
  maxAmount: amount.nullable(),
  feeBasisPoints: z.int().min(0).nullable(),
});

export const contractSettings = z.object({
  /** Above this sum a notification with a weak signature (MD5) is only a hint, and the payment is read from the provider first. */
  notificationTrustLimit: amount,
  /** What to do, in time, with a hold nobody captured: the provider's own action at expiry is not waited for. */
  holdExpiryAction: z.enum(['capture', 'void']),
  /** Seconds before the hold's end at which that action is taken. */
  holdExpiryLeadSeconds: z.int().positive(),
  /** How long the payment page stays open. */
  pageLifetimeSeconds: z.int().positive(),
});

export const ContractConfigured = z.object({
  contractId: id,
  legalEntityId: id,
  name: z.string(),
  provider: z.string(),
  /** The acquiring bank, by its code; null when the merchant did not tell. */
  bank: z.string().nullable(),
  baseUrl: z.url(),
  sealedCredentials: sealed,
  methods: z.array(methodCapability),
  settings: contractSettings,
  active: z.boolean(),
});

export const CashRegisterConfigured = z.object({
  cashRegisterId: id,
  legalEntityId: id,
  name: z.string(),
  connector: z.string(),
  baseUrl: z.url(),
  sealedCredentials: sealed,
  /** How the offset of a prepayment is named to the register; PayKeeper's own rule is unknown, see the connector's MAPPING.md. */
  closingSettlement: z.enum(['advance', 'cashless']),
  active: z.boolean(),
});

/** Rates are data with dates of force (22 % since 2026-01-01, 20 % before): a receipt takes the rate of its own day. */
export const vatRate = z.object({ category: vatCategory, percent: z.int().min(0).max(99).nullable(), from: z.iso.date(), to: z.iso.date().nullable() });

export const TaxSettingsConfigured = z.object({ defaultVat: vatCategory, deliveryVat: vatCategory, rates: z.array(vatRate) });

export const routingRule = z.object({
  name: z.string(),
  methods: z.array(method),
  minTotal: amount.nullable(),
  maxTotal: amount.nullable(),
  legalEntityIds: z.array(id),
  vendorIds: z.array(id),
  /** Of a cart in several parts, or in one. */
  split: z.enum(['any', 'whole', 'split']),
  /** The first that is able to takes the money. */
  contractIds: z.array(id).min(1),
});

export const hidingRule = z.object({ method, severalWarehouses: z.boolean(), severalVendors: z.boolean() });

/** Which contract takes whose money: the first rule that fits decides. An empty list in a rule is no condition. */
export const RoutingConfigured = z.object({ rules: z.array(routingRule), hiding: z.array(hidingRule) });

/** A connected outside system that calls in; its secret is sealed for the service that checks the calls. */
export const PlatformConfigured = z.object({ platformId: id, kind: z.enum(['delivery']), name: z.string(), sealedSecret: sealed, active: z.boolean() });

export const merchantsConfiguration = {
  topic: 'merchants.configuration.v1',
  writer: 'merchants',
  compacted: true,
  about: 'The whole present state of each configured thing, key = its id. Reading from the start rebuilds any reader.',
  types: { MerchantConfigured, LegalEntityConfigured, VendorConfigured, WarehouseConfigured, ContractConfigured, CashRegisterConfigured, TaxSettingsConfigured, RoutingConfigured, PlatformConfigured },
} as const;
