import { newId } from '@paygraph/shared/ids';
import type { RunningService } from '@paygraph/shared/service';
import { eventually } from '@paygraph/shared/testing/eventually';
import { serviceKit, type ServiceKit } from '@paygraph/shared/testing/service-kit';
import { migrations } from '../migrations/index';
import { createTokens } from './service';
import { openWallet, type Method, type Wallet } from './testing/wallet';

jest.setTimeout(60_000);

let kit: ServiceKit;
let service: RunningService;

beforeAll(async () => {
  kit = await serviceKit({ service: 'tokens', schema: 'tokens', migrations });
  service = await createTokens(kit.deps);
});
afterAll(async () => {
  await service.stop();
  await kit.stop();
});

const only = (methods: readonly Method[]): Method => {
  const [method, ...others] = methods;
  if (!method || others.length > 0) throw new Error(`${methods.length} methods instead of one`);
  return method;
};
const saved = async (wallet: Wallet): Promise<Method> => {
  await wallet.bind();
  return only(await wallet.untilConsents(1));
};
const eventsOf = (id: string) =>
  kit.asOwner<{ type: string; aggregate_version: number; body: Record<string, unknown> }>('SELECT type, aggregate_version, body FROM tokens.event_log WHERE aggregate_id = $1 ORDER BY aggregate_version', [id]);

describe('a card bound with a payment', () => {
  it('is saved with the consent that came with it, and told to the world', async () => {
    const wallet = openWallet(kit, service);
    const paymentId = await wallet.bind();
    const method = only(await wallet.untilConsents(1));
    expect(method).toEqual({
      id: method.id, brand: 'mir', last4: '4242', on: true, offBy: [], isDefault: true, expiresOn: '2030-03',
      consents: [{ kind: 'GIVEN', wordingVersion: 'saved-card-1', paymentId }],
    });
    const { customerId } = wallet;
    expect(await eventsOf(method.id)).toEqual([
      { type: 'SavedMethodAdded', aggregate_version: 1, body: { savedMethodId: method.id, customerId, contractId: '0190d9a0-0000-7000-8000-0000000000c1', brand: 'mir', last4: '4242', expiresOn: '2030-03', paymentId } },
    ]);
  });

  it('is not saved without a consent', async () => {
    const wallet = openWallet(kit, service);
    await wallet.bind({ consent: undefined });
    await wallet.bind({ consent: null });
    await wallet.bind({ fingerprint: 'fingerprint-2' });
    await wallet.untilConsents(1);
    const rows = await kit.asOwner('SELECT fingerprint FROM tokens.saved_method WHERE customer_id = $1', [wallet.customerId]);
    expect(rows).toEqual([{ fingerprint: 'fingerprint-2' }]);
    await eventually(async () => expect(await kit.asOwner(`SELECT error FROM tokens.parked WHERE reason = 'never' AND error LIKE '%consent%'`)).toHaveLength(2));
  });

  it('is recognised when it is bound again: one method, two consents, the newer reference', async () => {
    const wallet = openWallet(kit, service);
    const first = await saved(wallet);
    const second = await wallet.bind({ expiresOn: '2033-11', consent: { wordingVersion: 'saved-card-2', givenAt: new Date().toISOString() } });
    const again = only(await wallet.untilConsents(2));
    expect(again).toMatchObject({ id: first.id, expiresOn: '2033-11', consents: [{ wordingVersion: 'saved-card-1' }, { wordingVersion: 'saved-card-2', paymentId: second }] });
    expect(await kit.asOwner('SELECT sealed_reference FROM tokens.saved_method WHERE id = $1', [first.id])).toEqual([{ sealed_reference: `jwe-of-${second}` }]);
    expect(await eventsOf(first.id)).toHaveLength(1);
  });

  it('is another method at another contract, or for another buyer', async () => {
    const wallet = openWallet(kit, service);
    const neighbour = openWallet(kit, service, wallet.merchantId);
    await wallet.bind();
    await wallet.bind({ contractId: newId() });
    await neighbour.bind();
    expect(await wallet.untilConsents(2)).toHaveLength(2);
    expect(await neighbour.untilConsents(1)).toHaveLength(1);
  });

  it('becomes one method when ten bindings of it come at once', async () => {
    const wallet = openWallet(kit, service);
    await Promise.all(Array.from({ length: 10 }, () => wallet.bind()));
    expect(only(await wallet.untilConsents(10)).isDefault).toBe(true);
  });
});

describe('switching off', () => {
  it('takes effect at once, withdraws the consent in the ledger, and takes the default away', async () => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    expect(await wallet.change('switchOffSavedMethod', id)).toMatchObject({ __typename: 'SwitchOffSavedMethodSuccess', savedMethod: { on: false, offBy: ['CUSTOMER'], isDefault: false } });
    expect(only(await wallet.methods()).consents.map(({ kind }) => kind)).toEqual(['GIVEN', 'WITHDRAWN']);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'SavedMethodSwitchedOff', aggregate_version: 2, body: { savedMethodId: id, by: 'customer' } });
  });

  it('repeated changes nothing, also ten times at once', async () => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    await Promise.all(Array.from({ length: 10 }, () => wallet.change('switchOffSavedMethod', id)));
    expect(await eventsOf(id)).toHaveLength(2);
    expect(only(await wallet.methods()).consents).toHaveLength(2);
  });

  it('is taken back by switching on, under the wording that was agreed to', async () => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    await wallet.change('switchOffSavedMethod', id);
    expect(await wallet.change('switchOnSavedMethod', id)).toMatchObject({ savedMethod: { on: true, consents: [{ kind: 'GIVEN' }, { kind: 'WITHDRAWN' }, { kind: 'RESTORED', wordingVersion: 'saved-card-1' }] } });
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['SavedMethodAdded', 'SavedMethodSwitchedOff', 'SavedMethodSwitchedOn']);
  });

  it('by the buyer cannot be undone by the administrator, nor the other way round', async () => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    const admin = { role: 'ADMIN', customerId: undefined } as const;
    await wallet.change('switchOffSavedMethod', id);
    expect(await wallet.change('switchOnSavedMethod', id, admin)).toMatchObject({ __typename: 'SwitchedOffByOther', by: 'CUSTOMER' });
    await wallet.change('switchOffSavedMethod', id, admin);
    expect(await wallet.change('switchOnSavedMethod', id)).toMatchObject({ __typename: 'SwitchedOffByOther', by: 'ADMIN' });
    expect(only(await wallet.methods())).toMatchObject({ on: false, offBy: ['CUSTOMER', 'ADMIN'] });
  });

  it('is undone by a newer consent, but not by late news of an older one', async () => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    await wallet.change('switchOffSavedMethod', id);
    await wallet.bind({ consent: { wordingVersion: 'saved-card-1', givenAt: '2026-01-01T00:00:00.000Z' } });
    expect(only(await wallet.untilConsents(3)).on).toBe(false);
    await wallet.bind({ consent: { wordingVersion: 'saved-card-1', givenAt: new Date(Date.now() + 1_000).toISOString() } });
    expect(only(await wallet.untilConsents(4)).on).toBe(true);
  });
});

describe('the default', () => {
  it('moves when the buyer chooses, and there is never more than one', async () => {
    const wallet = openWallet(kit, service);
    for (const fingerprint of ['a', 'b', 'c']) await wallet.bind({ fingerprint });
    const methods = await wallet.untilConsents(3);
    await Promise.all(methods.map(({ id }) => wallet.change('chooseDefaultSavedMethod', id)));
    expect((await wallet.methods()).filter(({ isDefault }) => isDefault)).toHaveLength(1);
    const [chosen] = methods;
    expect(await wallet.change('chooseDefaultSavedMethod', chosen?.id ?? '')).toMatchObject({ savedMethod: { isDefault: true } });
    expect((await wallet.methods()).filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([chosen?.id]);
  });

  it('is never a method that is off', async () => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    await wallet.change('switchOffSavedMethod', id);
    expect(await wallet.change('chooseDefaultSavedMethod', id)).toMatchObject({ __typename: 'SavedMethodIsOff', code: 'SAVED_METHOD_IS_OFF' });
  });
});

describe('the ledger of consents', () => {
  it.each(['UPDATE tokens.consent SET wording_version = $$other$$', 'DELETE FROM tokens.consent', 'TRUNCATE tokens.consent'])('refuses: %s', async (statement) => {
    await saved(openWallet(kit, service));
    await expect(kit.asOwner(statement)).rejects.toThrow('The ledger of consents only grows');
  });
});

describe('a saved method', () => {
  it.each(['switchOffSavedMethod', 'switchOnSavedMethod', 'chooseDefaultSavedMethod'])('of somebody else is NotFound for %s', async (mutation) => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    const neighbour = openWallet(kit, service, wallet.merchantId);
    const stranger = openWallet(kit, service);
    const answers = await Promise.all([
      neighbour.change(mutation, id), stranger.change(mutation, id), stranger.change(mutation, id, { role: 'ADMIN', customerId: undefined }),
      wallet.change(mutation, newId()), wallet.change(mutation, 'no-id'), wallet.change(mutation, id, { customerId: undefined }),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify([answer['__typename'], answer['message']]))).size).toBe(1);
    expect(answers[0]).toMatchObject({ __typename: 'NotFound', message: 'There is no SavedMethod with this id.' });
    expect(only(await wallet.methods())).toMatchObject({ on: true, isDefault: true });
  });

  it('is listed for its buyer, and for an administrator who names the buyer', async () => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    const query = 'query Q($customerId: ID) { savedMethods(customerId: $customerId) { edges { node { id } } } }';
    const admin = { role: 'ADMIN', customerId: undefined } as const;
    const list = { savedMethods: { edges: [{ node: { id } }] } };
    expect((await wallet.ask(query, { customerId: wallet.customerId }, admin)).data).toEqual(list);
    expect((await wallet.ask(query, { customerId: wallet.customerId })).data).toEqual(list);
    expect((await wallet.ask(query, {}, admin)).errors?.[0]?.extensions).toEqual({ code: 'BAD_REQUEST', field: 'customerId' });
    expect((await wallet.ask(query, { customerId: newId() })).errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN', field: 'customerId' });
    expect((await wallet.ask(query, {}, { role: 'OPERATOR' })).errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  it('is reached through a reference by its buyer and by staff of its merchant only', async () => {
    const wallet = openWallet(kit, service);
    const { id } = await saved(wallet);
    const query = 'query E($r: [_Any!]!) { _entities(representations: $r) { ... on SavedMethod { last4 } } }';
    const reach = async (who: Wallet, role: 'CUSTOMER' | 'ADMIN' | 'VENDOR' | 'INTEGRATION' = 'CUSTOMER') =>
      (await who.ask(query, { r: [{ __typename: 'SavedMethod', id }] }, { role })).data?.['_entities'];
    expect([await reach(wallet), await reach(wallet, 'ADMIN')]).toEqual([[{ last4: '4242' }], [{ last4: '4242' }]]);
    expect([await reach(wallet, 'VENDOR'), await reach(wallet, 'INTEGRATION')]).toEqual([[null], [null]]);
    expect([await reach(openWallet(kit, service, wallet.merchantId)), await reach(openWallet(kit, service), 'ADMIN')]).toEqual([[null], [null]]);
  });

  it('shows neither the bank’s reference nor the fingerprint', async () => {
    const { data } = await openWallet(kit, service).ask('{ __type(name: "SavedMethod") { fields { name } } }');
    expect((data?.['__type'] as { fields: { name: string }[] }).fields.map(({ name }) => name).sort()).toEqual(['brand', 'consents', 'contractId', 'customerId', 'expiresOn', 'id', 'isDefault', 'last4', 'offBy', 'on']);
  });
});
