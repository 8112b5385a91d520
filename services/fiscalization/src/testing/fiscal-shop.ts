import type { EventBody } from '@paygraph/schema/events/index';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import { seal } from '@paygraph/shared/seal';
import { actorOf, type GraphqlAnswer } from '@paygraph/shared/testing/service-kit';
import type { Actor } from '@paygraph/shared/identity';
import type { KassaSimulator } from '@paygraph/simulators/paykeeper-kassa/index';
import { lawfulRates } from './baskets';
import type { FiscalWorld } from './fiscal-world';

export type LegalEntity = Readonly<{ legalEntityId: string; cashRegisterId: string; kassa: KassaSimulator }>;

/** One merchant with its legal entities, each with a cash register, as `merchants` has told about them. */
export type FiscalShop = Readonly<{
  merchantId: MerchantId;
  entities: readonly LegalEntity[];
  /** The merchant's first register. */
  kassa: KassaSimulator;
  ask(query: string, variables?: Readonly<Record<string, unknown>>, who?: Partial<Actor>): Promise<GraphqlAnswer>;
}>;

export const registerBody = async (world: FiscalWorld, { legalEntityId, cashRegisterId, kassa }: LegalEntity): Promise<EventBody<'merchants.configuration.v1', 'CashRegisterConfigured'>> => ({
  cashRegisterId,
  legalEntityId,
  name: 'Касса',
  connector: 'paykeeper',
  baseUrl: kassa.url,
  sealedCredentials: await seal(world.kit.deps.sealingKeys.publicJwk, { login: kassa.login, password: kassa.password }),
  closingSettlement: 'advance',
  active: true,
});

export const configureTaxes = async (world: FiscalWorld, merchantId: MerchantId): Promise<void> => {
  const body: EventBody<'merchants.configuration.v1', 'TaxSettingsConfigured'> = { defaultVat: 'standard', deliveryVat: 'standard', rates: [...lawfulRates] };
  await world.tell({ topic: 'merchants.configuration.v1', type: 'TaxSettingsConfigured', aggregateId: newId(), merchantId, body });
};

export const configureRegister = async (world: FiscalWorld, merchantId: MerchantId, entity: LegalEntity): Promise<void> => {
  const body = await registerBody(world, entity);
  await world.tell({ topic: 'merchants.configuration.v1', type: 'CashRegisterConfigured', aggregateId: entity.cashRegisterId, merchantId, body });
};

/** A merchant that may print: tax settings and `entities` legal entities (one unless told), each with a register of its own. */
export const openShop = async (world: FiscalWorld, { entities = 1 }: { entities?: number } = {}): Promise<FiscalShop> => {
  const merchantId = newId<MerchantId>();
  await configureTaxes(world, merchantId);
  const opened = await Promise.all(
    Array.from({ length: entities }, async (): Promise<LegalEntity> => ({ legalEntityId: newId(), cashRegisterId: newId(), kassa: await world.register() })),
  );
  for (const entity of opened) await configureRegister(world, merchantId, entity);
  const [first] = opened;
  if (first === undefined) throw new RangeError('A shop needs a legal entity');
  return {
    merchantId,
    entities: opened,
    kassa: first.kassa,
    ask: (query, variables, who = {}) => world.kit.ask({ url: world.service().url, actor: actorOf(merchantId, { role: 'ADMIN', ...who }), query, variables }),
  };
};
