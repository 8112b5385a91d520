import { derivedId, type ContractId } from '@paygraph/shared/ids';
import { contractOf, legalEntities, orderOf } from '../testing/facts';
import type { ContractFacts, Method } from './facts';
import { chooseContract } from './routing';

const named = (name: string, over: Partial<ContractFacts> = {}): ContractFacts => contractOf({ id: derivedId<ContractId>(name), name, ...over });
const choose = (contracts: readonly ContractFacts[], over: { method?: Method; wanted?: ContractId; needsHold?: boolean; children?: number } = {}) =>
  chooseContract({
    order: orderOf(over.children === 1 ? [[100]] : [[100], [200]]), contracts, method: over.method ?? 'card', wanted: over.wanted, providers: ['paykeeper'], needsHold: over.needsHold ?? true,
  });

describe('the contract that takes an order\'s money', () => {
  it.each<[string, readonly ContractFacts[], Parameters<typeof choose>[1], string]>([
    ['is the seller\'s own', [named('other', { legalEntityId: legalEntities[1] }), named('own')], { children: 1 }, 'own'],
    ['is the merchant\'s first able one when several legal entities sell', [named('first', { legalEntityId: legalEntities[1] }), named('second')], {}, 'first'],
    ['can hold', [named('plain', { capabilities: { ...contractOf().capabilities, hold: false } }), named('holding')], {}, 'holding'],
    ['takes the method', [named('cards', { capabilities: { ...contractOf().capabilities, methods: ['card'] } }), named('both')], { method: 'sbp' as const }, 'both'],
    ['is active', [named('old', { active: false }), named('new')], {}, 'new'],
    ['has a provider we can talk to', [named('strange', { provider: 'other' }), named('known')], {}, 'known'],
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
