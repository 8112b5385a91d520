import { derivedId, type ContractId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import { ableOf, contractOf, legalEntities, orderOf } from '../testing/facts';
import { cartOf, type Cart } from './cart';
import type { ContractFacts, Method, MethodCapability } from './facts';
import { chooseContract, chooseRoute } from './routing';
import { noRouting, type RoutingFacts, type RoutingRule } from './routing-rules';

const named = (name: string, over: Partial<ContractFacts> = {}): ContractFacts => contractOf({ id: derivedId<ContractId>(name), name, ...over });
const card = (over: Partial<MethodCapability>): Partial<ContractFacts> => ({ methods: [ableOf('card', { hold: true, ...over })] });
const idOf = (name: string): ContractId => derivedId<ContractId>(name);
const choose = (contracts: readonly ContractFacts[], over: { method?: Method; wanted?: ContractId; needsHold?: boolean; children?: number; routing?: RoutingFacts; cart?: Cart } = {}) =>
  chooseContract({
    cart: over.cart ?? cartOf(orderOf(over.children === 1 ? [[100]] : [[100], [200]])), contracts, routing: over.routing ?? noRouting, method: over.method ?? 'card', wanted: over.wanted, providers: ['paykeeper'],
    needsHold: over.needsHold ?? true, answers: () => true,
  });

describe('the contract that takes an order\'s money', () => {
  it.each<[string, readonly ContractFacts[], Parameters<typeof choose>[1], string]>([
    ['is the seller\'s own', [named('other', { legalEntityId: legalEntities[1] }), named('own')], { children: 1 }, 'own'],
    ['is the merchant\'s first able one when several legal entities sell', [named('first', { legalEntityId: legalEntities[1] }), named('second')], {}, 'first'],
    ['can hold', [named('plain', { methods: [ableOf('card')] }), named('holding')], {}, 'holding'],
    ['takes the method', [named('cards', { methods: [ableOf('card', { hold: true })] }), named('both')], { method: 'sbp' as const, needsHold: false }, 'both'],
    ['is active', [named('old', { active: false }), named('new')], {}, 'new'],
    ['has a provider we can talk to', [named('strange', { provider: 'other' }), named('known')], {}, 'known'],
    ['takes the sum', [named('small', card({ maxAmount: 299 })), named('large', card({ minAmount: 301 })), named('fitting', card({ minAmount: 300, maxAmount: 300 }))], {}, 'fitting'],
    ['has a bank that is still one', [named('gone', { bank: 'qiwi' }), named('taken over', { bank: 'otkritie' }), named('at work', { bank: 'sber' })], {}, 'at work'],
    ['is the one asked for, when it is able', [named('first'), named('second')], { wanted: derivedId<ContractId>('second') }, 'second'],
  ])('%s', (...[, contracts, over, expected]) => {
    const route = choose(contracts, over);
    expect(route.ok && route.value.contract.name).toBe(expected);
    expect(route.ok && route.value.explanation.at(-1)).toBe(`${expected}: chosen, every rule holds`);
  });

  it('is none when none is able, and the reasons are told contract by contract', () => {
    const route = choose([named('old', { active: false }), named('strange', { provider: 'other' })]);
    expect(route.ok ? [] : route.error.explanation.slice(1)).toEqual([
      'old: passed over, because it is not true that it is active',
      'strange: passed over, because it is not true that it has a provider that this installation can talk to',
    ]);
  });

  it('is none, and says so, when the merchant has none', () => expect(choose([], { children: 1 })).toEqual({ ok: false, error: { kind: 'NoContract', explanation: ['the merchant has no contract yet'] } }));
});

const ruleOf = (over: Partial<RoutingRule>): RoutingRule => ({ name: 'rule', methods: [], minTotal: null, maxTotal: null, legalEntityIds: [], vendorIds: [], split: 'any', contractIds: [], ...over });
const byRule = (...rules: RoutingRule[]): RoutingFacts => ({ rules, hiding: [] });
const part = (over: Partial<Cart['parts'][number]> = {}): Cart['parts'][number] => ({ legalEntityId: legalEntities[0], warehouseId: 'north', vendorId: null, ...over });
const cart = (total: number, ...parts: Cart['parts']): Cart => ({ total: minor(total), parts });

describe('the merchant\'s rules', () => {
  const contracts = [named('first'), named('second'), named('third')];
  const second = { contractIds: [idOf('second')] };

  it.each<[string, Partial<RoutingRule>, Cart, Method, string]>([
    ['a method', { methods: ['sbp'] }, cart(300, part()), 'sbp', 'second'],
    ['another method', { methods: ['sbp'] }, cart(300, part()), 'card', 'first'],
    ['a total that is reached', { minTotal: 300 }, cart(300, part()), 'card', 'second'],
    ['a total that is not reached', { minTotal: 301 }, cart(300, part()), 'card', 'first'],
    ['a total that is not passed', { maxTotal: 300 }, cart(300, part()), 'card', 'second'],
    ['a total that is passed', { maxTotal: 299 }, cart(300, part()), 'card', 'first'],
    ['one of the sellers named', { legalEntityIds: [legalEntities[0]] }, cart(300, part(), part({ legalEntityId: legalEntities[1] })), 'card', 'first'],
    ['all sellers named', { legalEntityIds: [...legalEntities] }, cart(300, part(), part({ legalEntityId: legalEntities[1] })), 'card', 'second'],
    ['a vendor', { vendorIds: ['v'] }, cart(300, part({ vendorId: 'v' })), 'card', 'second'],
    ['no vendor', { vendorIds: ['v'] }, cart(300, part()), 'card', 'first'],
    ['several parts', { split: 'split' }, cart(300, part(), part({ warehouseId: 'south' })), 'card', 'second'],
    ['one part', { split: 'whole' }, cart(300, part()), 'card', 'second'],
    ['one part where several were meant', { split: 'split' }, cart(300, part()), 'card', 'first'],
  ])('look at %s', (...[, over, given, method, expected]) => {
    const route = choose(contracts, { routing: byRule(ruleOf({ ...over, ...second })), cart: given, method, needsHold: method === 'card' });
    expect(route.ok && route.value.contract.name).toBe(expected);
  });

  it('are looked at in their order, and the first that fits is named', () => {
    const routing = byRule(ruleOf({ name: 'large', minTotal: 1_000, contractIds: [idOf('third')] }), ruleOf({ name: 'the rest', ...second }), ruleOf({ name: 'too late', contractIds: [idOf('third')] }));
    const route = choose(contracts, { routing, children: 1 });
    expect(route.ok && route.value.explanation).toEqual(['the rule "the rest" decides', 'second: chosen, every rule holds']);
  });

  it('fall back to their next contract in their own order', () => {
    const routing = byRule(ruleOf({ contractIds: [idOf('third'), idOf('second'), idOf('first')] }));
    const route = choose([named('first'), named('second'), named('third', { active: false })], { routing, children: 1 });
    expect(route.ok && route.value.contract.name).toBe('second');
  });

  it('are the whole word: no other contract stands in for theirs', () => {
    const route = choose([named('first'), named('second', { active: false })], { routing: byRule(ruleOf(second)), children: 1 });
    expect(route).toEqual({ ok: false, error: { kind: 'NoContract', explanation: ['the rule "rule" decides', 'second: passed over, because it is not true that it is active'] } });
  });

  it('say so when their contracts are not known here yet', () => {
    const route = choose([named('first')], { routing: byRule(ruleOf(second)), children: 1 });
    expect(route.ok ? [] : route.error.explanation).toEqual(['the rule "rule" decides', expect.stringContaining('ask again in a moment')]);
  });

  it('do not bind who asks for a contract by name', () => {
    const route = choose(contracts, { routing: byRule(ruleOf(second)), wanted: idOf('third') });
    expect(route.ok && route.value.contract.name).toBe('third');
  });

  it.each<[string, Cart, boolean]>([
    ['from several warehouses', cart(300, part(), part({ warehouseId: 'south' })), true],
    ['of several vendors', cart(300, part(), part({ vendorId: 'v' })), true],
    ['of one vendor and warehouse', cart(300, part(), part()), false],
  ])('hide a method from a cart %s', (...[, given, isHidden]) => {
    const routing: RoutingFacts = { rules: [], hiding: [{ method: 'sbp', severalWarehouses: true, severalVendors: true }] };
    expect(choose(contracts, { routing, cart: given, method: 'sbp', needsHold: false }).ok).toBe(!isHidden);
    expect(choose(contracts, { routing, cart: given }).ok).toBe(true);
  });
});

it('a card is taken at once where no contract can hold', () => {
  const ask = { cart: cartOf(orderOf([[100]])), routing: noRouting, method: 'card' as const, providers: ['paykeeper'], answers: () => true };
  const [plain, holding] = [named('plain', { methods: [ableOf('card')] }), named('holding')];
  const chosen = [[plain, holding], [plain]].map((contracts) => chooseRoute({ ...ask, contracts }));
  expect(chosen.map((route) => route.ok && route.value.contract.name)).toEqual(['holding', 'plain']);
});

describe('a contract whose provider does not answer now', () => {
  const silent = (...names: string[]) => ({ name }: ContractFacts): boolean => !names.includes(name);
  const chosen = (contracts: readonly ContractFacts[], answers: (contract: ContractFacts) => boolean) => {
    const route = chooseRoute({ cart: cartOf(orderOf([[100]])), routing: noRouting, method: 'card', providers: ['paykeeper'], contracts, answers });
    return route.ok ? [route.value.contract.name, ...route.value.explanation] : [];
  };

  it('gives way to the next one that can do the same', () =>
    expect(chosen([named('first'), named('second')], silent('first'))).toEqual([
      'second', 'first: passed over, because it is not true that it has a provider that answers now', 'second: chosen, every rule holds',
    ]));

  it('is taken all the same when nobody else can', () => expect(chosen([named('first'), named('second')], silent('first', 'second'))[0]).toBe('first'));

  it('is better than one that would take the money at once', () => expect(chosen([named('holding'), named('plain', { methods: [ableOf('card')] })], silent('holding'))[0]).toBe('holding'));
});
