import { newId, type MerchantId } from '@paygraph/shared/ids';
import type { RunningService } from '@paygraph/shared/service';
import { actorOf, type GraphqlAnswer, type ServiceKit } from '@paygraph/shared/testing/service-kit';
import type { Actor } from '@paygraph/shared/identity';

type Variables = Readonly<Record<string, unknown>>;
export type Outcome = Readonly<Record<string, unknown> & { __typename: string; field?: string; message?: string }>;

/** A merchant as its own people see it through the subgraph. */
export type Shop = Readonly<{
  merchantId: MerchantId;
  ask(query: string, variables?: Variables, who?: Partial<Actor>): Promise<GraphqlAnswer>;
  /** Runs a mutation that takes `input`, as the administrator, and returns the member of its union. */
  change(mutation: string, input: Variables, who?: Partial<Actor>): Promise<Outcome>;
}>;

/** What each mutation answers, and what of it the tests look at. */
const selections: Readonly<Record<string, string>> = {
  registerMerchant: 'merchant { id name siteUrl active }',
  configureLegalEntity: 'legalEntity { id name inn taxationSystem defaultVat receiptSenderEmail active }',
  configureVendor: 'vendor { id name active agent { sign supplierName supplierInn supplierPhones } legalEntity { id } }',
  configureWarehouse: 'warehouse { id code name active legalEntity { id name } }',
  configureContract: 'contract { id name provider baseUrl credentialsSet sealedWithKeyId sealedWithCurrentKey bank { code state takesPayments } methods { method hold holdDays partialCapture partialRefund saved payee minAmount maxAmount feeBasisPoints } settings { notificationTrustLimit holdExpiryAction holdExpiryLeadSeconds pageLifetimeSeconds } active legalEntity { id } }',
  configureCashRegister: 'cashRegister { id name connector closingSettlement credentialsSet sealedWithKeyId active legalEntity { id } }',
  configureTaxSettings: 'taxSettings { defaultVat deliveryVat rates { category percent from to } }',
  configureRouting: 'routing { rules { name methods minTotal maxTotal legalEntityIds vendorIds split contractIds } hiding { method severalWarehouses severalVendors } }',
  configurePlatform: 'platform { id kind name credentialsSet sealedWithKeyId active }',
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const documentOf = (mutation: string): string => `mutation M($input: ${capitalised(mutation)}Input!) { ${mutation}(input: $input) {
  __typename ... on ${capitalised(mutation)}Success { ${selections[mutation] ?? ''} } ... on Error { code message } ... on ValidationFailed { field } ... on NotFound { entity id } } }`;

export const shopOf = (kit: ServiceKit, service: RunningService, merchantId: MerchantId = newId()): Shop => {
  const ask: Shop['ask'] = (query, variables, who = {}) => kit.ask({ url: service.url, actor: actorOf(merchantId, { role: 'ADMIN', ...who }), query, variables });
  return {
    merchantId,
    ask,
    change: async (mutation, input, who) => {
      const { data, errors } = await ask(documentOf(mutation), { input }, who);
      const outcome = data?.[mutation];
      if (errors || !outcome) throw new Error(JSON.stringify(errors));
      return outcome as Outcome;
    },
  };
};

export const legalEntityInput = { name: 'ООО «Ромашка»', inn: '7727401209', taxationSystem: 'OSN', defaultVat: 'STANDARD', receiptSenderEmail: 'kassa@romashka.ru' };
export const payKeeperSecrets = [
  { name: 'login', value: 'admin-of-romashka' },
  { name: 'password', value: 'correct-horse' },
  { name: 'secretWord', value: 'battery-staple' },
];
export const contractInput = { name: 'Эквайринг', provider: 'paykeeper', baseUrl: 'https://romashka.server.paykeeper.ru', credentials: payKeeperSecrets };
export const registerInput = { name: 'Касса', connector: 'paykeeper', baseUrl: 'https://romashka.server.paykeeper.ru', credentials: payKeeperSecrets.slice(0, 2) };

const idIn = (outcome: Outcome, field: string): string => {
  const thing = outcome[field] as { id: string } | undefined;
  if (!thing) throw new Error(`${outcome.__typename} ${outcome.field ?? ''}: ${outcome.message ?? ''}`);
  return thing.id;
};

/** A registered merchant with one legal entity. */
export const openShop = async (kit: ServiceKit, service: RunningService): Promise<Shop & { legalEntityId: string }> => {
  const shop = shopOf(kit, service);
  await shop.change('registerMerchant', { idempotencyKey: 'first', name: 'Ромашка', siteUrl: 'https://romashka.ru' });
  const legalEntityId = idIn(await shop.change('configureLegalEntity', legalEntityInput), 'legalEntity');
  return { ...shop, legalEntityId };
};

/** One of everything else. */
export const furnish = async (shop: Shop & { legalEntityId: string }): Promise<Readonly<Record<'vendor' | 'warehouse' | 'contract' | 'cashRegister' | 'platform', string>>> => {
  const { legalEntityId, change } = shop;
  await change('configureTaxSettings', { defaultVat: 'STANDARD', deliveryVat: 'STANDARD' });
  const ids = {
    vendor: idIn(await change('configureVendor', { name: 'Продавец', agent: { sign: 'COMMISSION_AGENT', supplierName: 'ИП Петров', supplierInn: '500100732259', supplierPhones: ['+79161234567'] } }), 'vendor'),
    warehouse: idIn(await change('configureWarehouse', { code: 'MSK', name: 'Москва', legalEntityId }), 'warehouse'),
    contract: idIn(await change('configureContract', { ...contractInput, legalEntityId }), 'contract'),
    cashRegister: idIn(await change('configureCashRegister', { ...registerInput, legalEntityId }), 'cashRegister'),
    platform: idIn(await change('configurePlatform', { kind: 'DELIVERY', name: 'Доставка', secret: 'courier-secret' }), 'platform'),
  };
  await change('configureRouting', { rules: [{ name: 'Всё', contractIds: [ids.contract] }] });
  return ids;
};
