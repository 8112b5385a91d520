import type { ContractId, CustomerId, LegalEntityId, MerchantId, OrderId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import type { ChildPart } from './composition';

export const methods = ['card', 'sbp'] as const;
export type Method = (typeof methods)[number];

/** What this service keeps of an order, from its events. */
export type OrderFacts = Readonly<{
  id: OrderId;
  merchantId: MerchantId;
  number: string;
  customerId: CustomerId | null;
  total: Minor;
  sealedContact: string;
  /** Warehouse and vendor are absent in orders that came before routing looked at them. */
  children: readonly (ChildPart & Readonly<{ legalEntityId: LegalEntityId; warehouseId?: string; vendorId?: string | null }>)[];
  cancelled: boolean;
}>;

/** What a contract lets be done by one method. Sums in kopecks; null = the contract sets no limit, or tells no fee. */
export type MethodCapability = Readonly<{
  method: Method;
  hold: boolean;
  holdDays: number;
  partialCapture: boolean;
  partialRefund: boolean;
  saved: boolean;
  payee: 'settlement' | 'nominal';
  minAmount: number | null;
  maxAmount: number | null;
  feeBasisPoints: number | null;
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
  /** Code of the acquiring bank; null when nobody told. */
  bank: string | null;
  baseUrl: string;
  sealedCredentials: string;
  methods: readonly MethodCapability[];
  settings: ContractSettings;
  active: boolean;
}>;

/** A contract that stopped offering a method has to give the old payments back all the same, in parts too. */
const noLongerOffered: Omit<MethodCapability, 'method'> = {
  hold: false, holdDays: 1, partialCapture: false, partialRefund: true, saved: false, payee: 'settlement', minAmount: null, maxAmount: null, feeBasisPoints: null,
};

export const offered = ({ methods }: Pick<ContractFacts, 'methods'>, method: Method): MethodCapability | undefined => methods.find((one) => one.method === method);

/** What can be done with a payment that was made by this method. */
export const capabilityOf = (contract: Pick<ContractFacts, 'methods'>, method: Method): MethodCapability => offered(contract, method) ?? { ...noLongerOffered, method };
