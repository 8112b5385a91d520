import type { Agent } from './agent';
import type { ContractSettings, MethodCapability } from './capabilities';
import type { Routing } from './routing';
import type { TaxationSystem, VatCategory, VatRate } from './vat';

/** A secret that only its user can open: the JWE, and the id of the key it was sealed with. */
export type Sealed = Readonly<{ jwe: string; keyId: string }>;

export type Merchant = Readonly<{ name: string; siteUrl: string; active: boolean }>;
export type LegalEntity = Readonly<{
  name: string;
  inn: string;
  taxationSystem: TaxationSystem;
  defaultVat: VatCategory;
  receiptSenderEmail: string;
  active: boolean;
}>;
export type Vendor = Readonly<{ name: string; legalEntityId: string | null; agent: Agent | null; active: boolean }>;
export type Warehouse = Readonly<{ code: string; name: string; legalEntityId: string; active: boolean }>;
export type Contract = Readonly<{
  legalEntityId: string;
  name: string;
  provider: string;
  /** Code of the acquiring bank; null when the merchant did not tell. */
  bank: string | null;
  baseUrl: string;
  sealed: Sealed;
  methods: readonly MethodCapability[];
  settings: ContractSettings;
  active: boolean;
}>;
export type CashRegister = Readonly<{
  legalEntityId: string;
  name: string;
  connector: string;
  baseUrl: string;
  sealed: Sealed;
  closingSettlement: 'advance' | 'cashless';
  active: boolean;
}>;
export type TaxSettings = Readonly<{ defaultVat: VatCategory; deliveryVat: VatCategory; rates: readonly VatRate[] }>;
export type Platform = Readonly<{ kind: 'delivery'; name: string; sealed: Sealed; active: boolean }>;

/** What a merchant configures, by kind. `version` counts the changes of one thing, without gaps, from 1. */
export type Things = {
  Merchant: Merchant;
  LegalEntity: LegalEntity;
  Vendor: Vendor;
  Warehouse: Warehouse;
  Contract: Contract;
  CashRegister: CashRegister;
  TaxSettings: TaxSettings;
  Routing: Routing;
  Platform: Platform;
};
export type Kind = keyof Things;
export type Stored<T> = T & Readonly<{ id: string; version: number }>;
/** Everything but the secret, which an update may leave as it is. */
export type Draft<T> = Omit<T, 'sealed'>;
