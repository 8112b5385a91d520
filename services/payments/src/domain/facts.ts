import type { ContractId, CustomerId, LegalEntityId, MerchantId, OrderId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import type { ChildPart } from './composition';

export type Method = 'card' | 'sbp';

/** What this service keeps of an order, from its events. */
export type OrderFacts = Readonly<{
  id: OrderId;
  merchantId: MerchantId;
  number: string;
  customerId: CustomerId | null;
  total: Minor;
  sealedContact: string;
  children: readonly (ChildPart & Readonly<{ legalEntityId: LegalEntityId }>)[];
  cancelled: boolean;
}>;

export type ContractCapabilities = Readonly<{
  methods: readonly Method[];
  hold: boolean;
  holdDays: number;
  partialCapture: boolean;
  partialRefund: boolean;
  savedCards: boolean;
}>;

/** Sums in kopecks, times in seconds. */
export type ContractSettings = Readonly<{
  notificationTrustLimit: number;
  holdExpiryAction: 'capture' | 'void';
  holdExpiryLeadSeconds: number;
  pageLifetimeSeconds: number;
}>;

/** What this service keeps of a bank contract; the credentials stay sealed until the moment of a call. */
export type ContractFacts = Readonly<{
  id: ContractId;
  merchantId: MerchantId;
  legalEntityId: LegalEntityId;
  name: string;
  provider: string;
  baseUrl: string;
  sealedCredentials: string;
  capabilities: ContractCapabilities;
  settings: ContractSettings;
  active: boolean;
}>;
