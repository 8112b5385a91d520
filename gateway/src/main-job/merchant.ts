import { succeeded, type GraphqlClient } from '../stack/graphql-client';
import type { Simulators } from '../stack/simulators';

/** The ids of a merchant that can take a payment, print a receipt and hear from a carrier. */
export type DemoMerchant = Readonly<{ legalEntityId: string; warehouses: readonly [string, string]; contractId: string; cashRegisterId: string; platformId: string }>;

/** Where the outside world is and how one identifies oneself there; the simulators may run in any process. */
export type Outside = Readonly<{
  paykeeper: Pick<Simulators['paykeeper'], 'url' | 'login' | 'password' | 'secret'>;
  kassa: Pick<Simulators['kassa'], 'url' | 'login' | 'password'>;
  delivery: Pick<Simulators['delivery'], 'url' | 'secret'>;
}>;

type Configured = { __typename: string; message?: string; field?: string; id?: string };

type Wish = Readonly<{ mutation: string; thing: string; input: object }>;

const configureWith = async (admin: GraphqlClient, { mutation, thing, input }: Wish): Promise<string> => {
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

type Configure = (thing: string, input: object) => Promise<string>;

const configuring = (admin: GraphqlClient): Configure => (thing, input) => {
  const name = `${thing[0]?.toUpperCase()}${thing.slice(1)}`;
  return configureWith(admin, { mutation: thing === 'merchant' ? 'registerMerchant' : `configure${name}`, thing, input });
};

const credentials = (pairs: Readonly<Record<string, string>>): { name: string; value: string }[] => Object.entries(pairs).map(([name, value]) => ({ name, value }));

/** Configures a merchant through the graph, as its administrator would: a legal entity, two warehouses, a bank contract, a register, a carrier. */
export const configureMerchant = async (admin: GraphqlClient, { paykeeper, kassa, delivery }: Outside): Promise<DemoMerchant> => {
  const configure = configuring(admin);
  await configure('merchant', { idempotencyKey: 'demo-merchant', name: 'Лавка на Неве', siteUrl: 'https://lavka.example' });
  await configure('taxSettings', { defaultVat: 'STANDARD', deliveryVat: 'STANDARD' });
  const legalEntityId = await configure('legalEntity', {
    name: 'ООО «Лавка»', inn: '7727401209', taxationSystem: 'OSN', defaultVat: 'STANDARD', receiptSenderEmail: 'cheki@lavka.example',
  });
  const north = await configure('warehouse', { code: 'NORTH', name: 'Северный склад', legalEntityId });
  const south = await configure('warehouse', { code: 'SOUTH', name: 'Южный склад', legalEntityId });
  const contractId = await configure('contract', {
    legalEntityId, name: 'PayKeeper', provider: 'paykeeper', baseUrl: paykeeper.url,
    credentials: credentials({ login: paykeeper.login, password: paykeeper.password, secretWord: paykeeper.secret }),
    methods: [{ method: 'CARD', saved: true }],
  });
  const cashRegisterId = await configure('cashRegister', {
    legalEntityId, name: 'PayKeeper Kassa', connector: 'paykeeper', baseUrl: kassa.url, credentials: credentials({ login: kassa.login, password: kassa.password }),
  });
  const platformId = await configure('platform', { kind: 'DELIVERY', name: 'Carrier', secret: delivery.secret });
  return { legalEntityId, warehouses: [north, south], contractId, cashRegisterId, platformId };
};
