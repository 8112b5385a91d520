import type { Actor, Role } from '@paygraph/shared/identity';
import { newId } from '@paygraph/shared/ids';
import type { RunningService } from '@paygraph/shared/service';
import { serviceKit, type ServiceKit } from '@paygraph/shared/testing/service-kit';
import { migrations } from '../migrations/index';
import { createMerchants } from './service';
import { contractInput, furnish, legalEntityInput, openShop, type Shop } from './testing/shop';

jest.setTimeout(60_000);

type Furnished = Shop & { legalEntityId: string; ids: Awaited<ReturnType<typeof furnish>> };
let kit: ServiceKit;
let service: RunningService;
let ours: Furnished;
let theirs: Furnished;

const furnished = async (): Promise<Furnished> => {
  const shop = await openShop(kit, service);
  return { ...shop, ids: await furnish(shop) };
};

beforeAll(async () => {
  kit = await serviceKit({ service: 'merchants', schema: 'merchants', migrations, peers: ['payments', 'fiscalization', 'orders-sync'] });
  service = await createMerchants(kit.deps);
  [ours, theirs] = [await furnished(), await furnished()];
});
afterAll(async () => {
  await service.stop();
  await kit.stop();
});

const entities = async (shop: Furnished, of: Furnished, who: Partial<Actor> = {}): Promise<readonly string[]> => {
  const representations = [
    { __typename: 'Merchant', id: of.merchantId },
    { __typename: 'LegalEntity', id: of.legalEntityId },
    { __typename: 'Vendor', id: of.ids.vendor },
    { __typename: 'Warehouse', id: of.ids.warehouse },
    { __typename: 'Contract', id: of.ids.contract },
    { __typename: 'CashRegister', id: of.ids.cashRegister },
  ];
  const { data, errors } = await shop.ask('query E($r: [_Any!]!) { _entities(representations: $r) { __typename } }', { r: representations }, who);
  if (errors) throw new Error(JSON.stringify(errors));
  return (data?.['_entities'] as ({ __typename: string } | null)[]).flatMap((entity) => (entity ? [entity.__typename] : []));
};

describe('another merchant', () => {
  it('sees nothing through references', async () => {
    expect(await entities(ours, ours)).toEqual(['Merchant', 'LegalEntity', 'Vendor', 'Warehouse', 'Contract', 'CashRegister']);
    expect(await entities(ours, theirs)).toEqual([]);
  });

  it('sees nothing in lists, however far they are read', async () => {
    const { data } = await ours.ask('{ contracts(first: 100) { edges { node { id } } } legalEntities(first: 100) { edges { node { id } } } }');
    expect(data).toEqual({ contracts: { edges: [{ node: { id: ours.ids.contract } }] }, legalEntities: { edges: [{ node: { id: ours.legalEntityId } }] } });
    expect((await ours.ask('query L($id: ID!) { legalEntity(id: $id) { name } }', { id: theirs.legalEntityId })).data).toEqual({ legalEntity: null });
  });

  it('cannot change, refer to, or take over what is not its own', async () => {
    expect(await ours.change('configureLegalEntity', { ...legalEntityInput, id: theirs.legalEntityId, inn: '7725713770' })).toMatchObject({ __typename: 'NotFound', entity: 'LegalEntity' });
    expect(await ours.change('configureContract', { ...contractInput, name: 'x', legalEntityId: theirs.legalEntityId })).toMatchObject({ __typename: 'NotFound', entity: 'LegalEntity' });
    expect(await ours.change('configureContract', { ...contractInput, name: 'x', id: theirs.ids.contract, legalEntityId: ours.legalEntityId })).toMatchObject({ __typename: 'NotFound', entity: 'Contract' });
    expect(await entities(theirs, theirs)).toHaveLength(6);
  });

  it('may have the same INN, codes and names', () => {
    expect(new Set([ours.legalEntityId, theirs.legalEntityId, ours.ids.warehouse, theirs.ids.warehouse]).size).toBe(4);
  });
});

describe('a role', () => {
  const fields = ['merchant { id }', 'legalEntities { edges { cursor } }', 'vendors { edges { cursor } }', 'warehouses { edges { cursor } }', 'contracts { edges { cursor } }', 'cashRegisters { edges { cursor } }', 'taxSettings { defaultVat }', 'platforms { edges { cursor } }'];
  const readableBy = async (role: Role): Promise<readonly string[]> => {
    const answers = await Promise.all(fields.map((field) => ours.ask(`{ ${field} }`, {}, { role })));
    return fields.filter((_, index) => answers[index]?.errors === undefined).map((field) => field.split(' ')[0] ?? '');
  };

  it('reads what this grid says', async () => {
    const staff = ['merchant', 'legalEntities', 'vendors', 'warehouses', 'contracts', 'cashRegisters', 'taxSettings'];
    const roles: readonly Role[] = ['ADMIN', 'OPERATOR', 'INTEGRATION', 'VENDOR', 'CUSTOMER'];
    const grid = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await readableBy(role)] as const)));
    expect(grid).toEqual({ ADMIN: [...staff, 'platforms'], OPERATOR: staff, INTEGRATION: staff, VENDOR: [], CUSTOMER: [] });
  });

  it.each<Role>(['OPERATOR', 'INTEGRATION', 'VENDOR', 'CUSTOMER'])('%s changes nothing', async (role) => {
    expect(await ours.change('configureLegalEntity', legalEntityInput, { role })).toEqual({ __typename: 'Forbidden', code: 'FORBIDDEN', message: 'Your role may not do this.' });
  });

  it('of a buyer reaches sellers through references, but no contract and no register', async () => {
    expect(await entities(ours, ours, { role: 'CUSTOMER', customerId: newId() })).toEqual(['Merchant', 'LegalEntity', 'Vendor', 'Warehouse']);
  });

  it('of a vendor reaches only that vendor', async () => {
    expect(await entities(ours, ours, { role: 'VENDOR', vendorId: ours.ids.vendor })).toContain('Vendor');
    expect(await entities(ours, ours, { role: 'VENDOR', vendorId: newId() })).not.toContain('Vendor');
  });
});

describe('a request', () => {
  it('without an identity signed by the gateway learns nothing, not even the schema', async () => {
    const response = await fetch(`${service.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ _service { sdl } }' }) });
    expect([response.status, await response.json()]).toMatchObject([401, { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
  });
});
