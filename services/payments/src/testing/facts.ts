import { derivedId, type ContractId, type CustomerId, type LegalEntityId, type MerchantId, type OperationId, type OrderId, type PaymentId } from '@paygraph/shared/ids';
import { minor, sum } from '@paygraph/shared/money';
import type { Change } from '../domain/change';
import { capabilityOf, type ContractFacts, type Method, type MethodCapability, type OrderFacts } from '../domain/facts';
import { startPayment } from '../domain/start-payment';

const merchantId = derivedId<MerchantId>('merchant');
export const legalEntities = [derivedId<LegalEntityId>('le-1'), derivedId<LegalEntityId>('le-2')] as const;
export const now = new Date('2026-03-02T12:00:00Z');
export const operationId = (name: string): OperationId => derivedId<OperationId>(name);

/** An order of one child a list of line sums; the children belong to the two legal entities in turn. Kopecks. */
export const orderOf = (totals: readonly (readonly number[])[] = [[100_00, 50_01], [49_99]]): OrderFacts => {
  const children = totals.map((lines, index) => ({
    childOrderId: derivedId('child', String(index)),
    legalEntityId: legalEntities[index % 2] ?? legalEntities[0],
    total: sum(lines.map(minor)),
    lines: lines.map((total, line) => ({ lineId: derivedId('line', String(index), String(line)), quantityMilli: 2_000, total: minor(total) })),
  }));
  return {
    id: derivedId<OrderId>('order'), merchantId, number: '1', customerId: derivedId<CustomerId>('customer'), sealedContact: 'sealed', cancelled: false,
    total: sum(children.map(({ total }) => total)), children,
  };
};

/** A method that is able to do little, and what a test adds to it. */
export const ableOf = (method: Method, over: Partial<MethodCapability> = {}): MethodCapability => ({ ...capabilityOf({ methods: [] }, method), ...over });

export const contractOf = (over: Partial<ContractFacts> = {}): ContractFacts => ({
  id: derivedId<ContractId>('contract'), merchantId, legalEntityId: legalEntities[0], name: 'Main', provider: 'paykeeper', bank: null, baseUrl: 'https://bank.example', sealedCredentials: 'sealed',
  methods: [ableOf('card', { hold: true, holdDays: 7, partialCapture: true, saved: true }), ableOf('sbp')],
  settings: { notificationTrustLimit: 0, holdExpiryAction: 'capture', holdExpiryLeadSeconds: 3_600, pageLifetimeSeconds: 600 },
  active: true, ...over,
});

export const startedPayment = (order: OrderFacts = orderOf()): Change =>
  startPayment({
    paymentId: derivedId<PaymentId>('payment'), operationId: operationId('open'), order, route: { contract: contractOf(), explanation: ['chosen'] }, method: 'card',
    returnUrl: null, consent: { wordingVersion: '1', givenAt: now }, now,
  });
