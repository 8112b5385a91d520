import { configureMerchant, type DemoMerchant, type Outside } from '@paygraph/gateway/main-job/merchant';
import { connectOutside } from '@paygraph/gateway/main-job/outside';
import { graphqlClient, succeeded, type GraphqlClient } from '@paygraph/gateway/stack/graphql-client';
import type { DevIssuer } from '@paygraph/gateway/dev-tokens';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import type { Role } from '@paygraph/shared/identity';
import type { Lines } from './lines';

/** How a merchant deals with its holds and pages. */
export type ShopKind = 'usual' | 'captures-in-time' | 'voids-in-time' | 'closes-pages';

/** A merchant ready to sell from six warehouses of two legal entities, with a bank, a register and a carrier of its own. */
export type Shop = Readonly<{
  kind: ShopKind;
  merchantId: MerchantId;
  customerId: string;
  /** Of the legal entity whose contract takes the money, and of another one, which can sell only beside it. */
  warehouses: Readonly<{ own: readonly string[]; other: readonly string[] }>;
  outside: Outside;
  tokens: Readonly<Record<'ADMIN' | 'INTEGRATION' | 'OPERATOR' | 'CUSTOMER', string>>;
}>;

export const shopKinds: readonly ShopKind[] = ['usual', 'captures-in-time', 'voids-in-time', 'closes-pages'];

const settingsOf: Readonly<Record<ShopKind, object>> = {
  usual: {},
  'captures-in-time': { holdExpiryAction: 'CAPTURE' },
  'voids-in-time': { holdExpiryAction: 'VOID' },
  'closes-pages': { pageLifetimeSeconds: 60 },
};

type Configured = { outcome: { __typename: string; message?: string } & Record<string, { id: string }> };

const configure = async (admin: GraphqlClient, thing: string, input: object): Promise<string> => {
  const name = `${thing[0]?.toUpperCase()}${thing.slice(1)}`;
  const document = `mutation ($input: Configure${name}Input!) { outcome: configure${name}(input: $input) { __typename ... on Configure${name}Success { ${thing} { id } } ... on Error { message } } }`;
  return succeeded((await admin<Configured>(document, { input })).outcome)[thing]?.id ?? '';
};

const credentials = (pairs: Readonly<Record<string, string>>): object[] => Object.entries(pairs).map(([name, value]) => ({ name, value }));

const changeContract = async (admin: GraphqlClient, { contractId, legalEntityId }: DemoMerchant, { kind, outside: { paykeeper } }: { kind: ShopKind; outside: Outside }): Promise<void> => {
  await configure(admin, 'contract', {
    id: contractId, legalEntityId, name: 'PayKeeper', provider: 'paykeeper', baseUrl: paykeeper.url,
    credentials: credentials({ login: paykeeper.login, password: paykeeper.password, secretWord: paykeeper.secret }),
    methods: [{ method: 'CARD', saved: true }], settings: settingsOf[kind],
  });
};

const openWarehouses = async (admin: GraphqlClient, { legalEntityId, warehouses }: DemoMerchant, { kassa }: Outside): Promise<Shop['warehouses']> => {
  const second = await configure(admin, 'legalEntity', { name: 'ООО «Чашки»', inn: '7707083893', taxationSystem: 'OSN', defaultVat: 'STANDARD', receiptSenderEmail: 'cheki@chashki.example' });
  await configure(admin, 'cashRegister', { legalEntityId: second, name: 'Чашки', connector: 'paykeeper', baseUrl: kassa.url, credentials: credentials({ login: kassa.login, password: kassa.password }) });
  const open = (owner: string, code: string): Promise<string> => configure(admin, 'warehouse', { code, name: `Склад ${code}`, legalEntityId: owner });
  const own = [...warehouses, await open(legalEntityId, 'EAST'), await open(legalEntityId, 'WEST')];
  return { own, other: [await open(second, 'CUPS-1'), await open(second, 'CUPS-2')] };
};

export type Opening = Readonly<{ kind: ShopKind; issuer: DevIssuer; graphql: string; outside: Outside; hooks: Readonly<{ payments: number; ordersSync: number }>; lines: Lines }>;

const local = (port: number): string => `http://127.0.0.1:${port}`;
const portOf = (url: string): number => Number(new URL(url).port);

/** The same outside world, reached by the services over lines that can be hurt. */
const throughLines = async (lines: Lines, { paykeeper, kassa, delivery }: Outside): Promise<Outside> => ({
  paykeeper: { ...paykeeper, url: local(await lines.open('payments>bank', portOf(paykeeper.url))) },
  kassa: { ...kassa, url: local(await lines.open('fiscalization>register', portOf(kassa.url))) },
  delivery,
});

/** Configures a merchant through the gateway and connects the outside world's webhooks to it. */
export const openShop = async ({ kind, issuer, graphql, outside, hooks, lines }: Opening): Promise<Shop> => {
  const [merchantId, customerId] = [newId<MerchantId>(), newId()];
  const token = (role: Role): Promise<string> => issuer.token({ role, merchantId, customerId: role === 'CUSTOMER' ? customerId : undefined, lifeSeconds: 4 * 3_600 });
  const tokens = { ADMIN: await token('ADMIN'), INTEGRATION: await token('INTEGRATION'), OPERATOR: await token('OPERATOR'), CUSTOMER: await token('CUSTOMER') };
  const admin = graphqlClient(graphql, tokens.ADMIN);
  const inner = await throughLines(lines, outside);
  const merchant = await configureMerchant(admin, inner);
  await changeContract(admin, merchant, { kind, outside: inner });
  const warehouses = await openWarehouses(admin, merchant, inner);
  await connectOutside({
    paykeeperUrl: outside.paykeeper.url,
    deliveryUrl: outside.delivery.url,
    notifyUrl: `${local(hooks.payments)}/webhooks/paykeeper/${merchantId}/${merchant.contractId}`,
    webhookUrl: `${local(hooks.ordersSync)}/webhooks/delivery/${merchantId}/${merchant.platformId}`,
  });
  return { kind, merchantId, customerId, warehouses, outside, tokens };
};
