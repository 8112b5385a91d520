import { bankOf, takesPayments } from '@paygraph/shared/banks';
import type { ContractId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import { sellersOf, type Cart } from './cart';
import { offered, type ContractFacts, type Method, type MethodCapability } from './facts';
import { ruleFor, whyHidden, type RoutingFacts } from './routing-rules';

export type Route = Readonly<{ contract: ContractFacts; explanation: readonly string[] }>;
export type RoutingError = { kind: 'NoContract'; explanation: readonly string[] };
export type RoutingAsk = Readonly<{
  cart: Cart;
  contracts: readonly ContractFacts[];
  routing: RoutingFacts;
  method: Method;
  wanted?: ContractId;
  providers: readonly string[];
  needsHold: boolean;
  /** Whether its provider has answered of late, as far as this process knows. */
  answers: (contract: ContractFacts) => boolean;
}>;

type Rule = Readonly<{ name: string; holds: (contract: ContractFacts) => boolean }>;

const isGone = (code: string | null): boolean => {
  const bank = code === null ? undefined : bankOf(code);
  return bank !== undefined && !takesPayments(bank);
};

const withinLimits = ({ minAmount, maxAmount }: MethodCapability, { total }: Cart): boolean => (minAmount === null || total >= minAmount) && (maxAmount === null || total <= maxAmount);

/** What a contract must be able to do, whoever names it. */
const abilities = ({ cart, method, providers, needsHold, answers }: RoutingAsk): readonly Rule[] => {
  const able = (name: string, holds: (capability: MethodCapability) => boolean): Rule => ({
    name,
    holds: (contract) => {
      const capability = offered(contract, method);
      return capability !== undefined && holds(capability);
    },
  });
  return [
    { name: 'is active', holds: ({ active }) => active },
    { name: 'has a bank that takes payments', holds: ({ bank }) => !isGone(bank) },
    { name: 'has a provider that this installation can talk to', holds: ({ provider }) => providers.includes(provider) },
    able(`takes ${method}`, () => true),
    able('takes such a sum', (capability) => withinLimits(capability, cart)),
    ...(needsHold ? [able('can hold money', ({ hold }) => hold)] : []),
    { name: 'has a provider that answers now', holds: answers },
  ];
};

/** `whenNone`: what to say where there is no contract to look at. */
type Candidates = Readonly<{ contracts: readonly ContractFacts[]; rules: readonly Rule[]; because: readonly string[]; whenNone: string }>;

const noContractYet = 'the merchant has no contract yet';

/** Whose turn it is, and why: the contract asked for, those of the merchant's rule, or all of the merchant's in the order of their making. */
const candidatesOf = ({ cart, contracts, routing, method, wanted }: RoutingAsk): Candidates => {
  if (wanted) return { contracts, rules: [{ name: 'is the contract asked for', holds: ({ id }) => id === wanted }], because: [], whenNone: noContractYet };
  const rule = ruleFor(routing, cart, method);
  if (rule) return { contracts: rule.contractIds.flatMap((id) => contracts.filter((contract) => contract.id === id)), rules: [], because: [`the rule "${rule.name}" decides`], whenNone: 'none of its contracts has been told to payments yet; ask again in a moment' };
  const sellers = sellersOf(cart);
  if (sellers.length > 1) return { contracts, rules: [], because: [`the order is sold by ${sellers.length} legal entities, so any contract of the merchant may take it`], whenNone: noContractYet };
  return { contracts, rules: [{ name: 'belongs to the legal entity that sells', holds: ({ legalEntityId }) => legalEntityId === sellers[0] }], because: [], whenNone: noContractYet };
};

/**
 * The contract that takes a cart's money. The first of the candidates that passes every rule wins, and each rule's verdict is kept.
 * A merchant's rule that fits is the whole word: where none of its contracts is able, no other one is taken instead.
 */
export const chooseContract = (ask: RoutingAsk): Result<Route, RoutingError> => {
  const hidden = whyHidden(ask.routing, ask.cart, ask.method);
  if (hidden !== null) return err({ kind: 'NoContract', explanation: [hidden] });
  const { contracts, rules, because, whenNone } = candidatesOf(ask);
  const explanation: string[] = [...because];
  const all = [...rules, ...abilities(ask)];
  for (const contract of contracts) {
    const broken = all.find(({ holds }) => !holds(contract));
    explanation.push(`${contract.name}: ${broken ? `passed over, because it is not true that it ${broken.name}` : 'chosen, every rule holds'}`);
    if (!broken) return ok({ contract, explanation });
  }
  return err({ kind: 'NoContract', explanation: contracts.length === 0 ? [...explanation, whenNone] : explanation });
};

const everyone = (): boolean => true;

/**
 * A contract whose provider does not answer now is the second choice, for the page could not be opened soon; but it is better than
 * taking money at once where a card can be held. SBP knows no hold.
 */
export const chooseRoute = (ask: Omit<RoutingAsk, 'needsHold'>): Result<Route, RoutingError> => {
  const canHold = ask.method === 'card';
  const anyOf = (needsHold: boolean): Result<Route, RoutingError> => {
    const answering = chooseContract({ ...ask, needsHold });
    return answering.ok ? answering : chooseContract({ ...ask, needsHold, answers: everyone });
  };
  const first = anyOf(canHold);
  return first.ok || !canHold ? first : anyOf(false);
};
