import { succeeded, type GraphqlClient } from '../stack/graphql-client';
import type { Simulators } from '../stack/simulators';

/** The ids of a merchant that can take a payment, print a receipt and hear from a carrier. */
export type DemoMerchant = Readonly<{ legalEntityId: string; warehouses: readonly [string, string]; contractId: string; cashRegisterId: string; platformId: string }>;

type Configured = { __typename: string; message?: string; field?: string; id?: string };

const configure = async (admin: GraphqlClient, mutation: string, thing: string, input: object): Promise<string> => {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
  const document = /* GraphQL */ `
    mutation ${type}($input: ${type}Input!) {
      outcome: ${mutation}(input: $input) {
        __typename
        ... on ${type}Success { ${thing} { __typename ${thing === 'taxSettings' ? '' : 'id'} } }
        ... on Error { message }
        ... on ValidationFailed { field }
      }
    }`;
  const { outcome } = await admin<{ outcome: Configured & Record<string, { id?: string }> }>(document, { input });
  return (succeeded(outcome)[thing] as { id?: string } | undefined)?.id ?? '';
};

const credentials = (pairs: Readonly<Record<string, string>>): { name: string; value: string }[] => Object.entries(pairs).map(([name, value]) => ({ name, value }));

const warehouse = (admin: GraphqlClient, legalEntityId: string, [code, name]: readonly [string, string]): Promise<string> =>
  configure(admin, 'configureWarehouse', 'warehouse', { code, name, legalEntityId });

/** Configures a merchant through the graph, as its administrator would: a legal entity, two warehouses, a bank contract, a register, a carrier. */
export const configureMerchant = async (admin: GraphqlClient, { paykeeper, kassa, delivery }: Omit<Simulators, 'stop'>): Promise<DemoMerchant> => {
  await configure(admin, 'registerMerchant', 'merchant', { idempotencyKey: 'demo-merchant', name: 'Лавка на Неве', siteUrl: 'https://lavka.example' });
  await configure(admin, 'configureTaxSettings', 'taxSettings', { defaultVat: 'STANDARD', deliveryVat: 'STANDARD' });
  const legalEntityId = await configure(admin, 'configureLegalEntity', 'legalEntity', {
    name: 'ООО «Лавка»', inn: '7727401209', taxationSystem: 'OSN', defaultVat: 'STANDARD', receiptSenderEmail: 'cheki@lavka.example',
  });
  const north = await warehouse(admin, legalEntityId, ['NORTH', 'Северный склад']);
  const south = await warehouse(admin, legalEntityId, ['SOUTH', 'Южный склад']);
  const contractId = await configure(admin, 'configureContract', 'contract', {
    legalEntityId, name: 'PayKeeper', provider: 'paykeeper', baseUrl: paykeeper.url,
    credentials: credentials({ login: paykeeper.login, password: paykeeper.password, secretWord: paykeeper.secret }),
    capabilities: { methods: ['CARD'], hold: true, holdDays: 7, partialCapture: true, partialRefund: true, savedCards: true },
  });
  const cashRegisterId = await configure(admin, 'configureCashRegister', 'cashRegister', {
    legalEntityId, name: 'PayKeeper Kassa', connector: 'paykeeper', baseUrl: kassa.url, credentials: credentials({ login: kassa.login, password: kassa.password }),
  });
  const platformId = await configure(admin, 'configurePlatform', 'platform', { kind: 'DELIVERY', name: 'Carrier', secret: delivery.secret });
  return { legalEntityId, warehouses: [north, south], contractId, cashRegisterId, platformId };
};
