import type { ContractId } from '@paygraph/shared/ids';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { ContractFacts, Method, OrderFacts } from './facts';

export type Route = Readonly<{ contract: ContractFacts; explanation: readonly string[] }>;
export type RoutingError = { kind: 'NoContract'; explanation: readonly string[] };
export type RoutingAsk = Readonly<{ order: OrderFacts; contracts: readonly ContractFacts[]; method: Method; wanted?: ContractId; providers: readonly string[]; needsHold: boolean }>;

type Rule = Readonly<{ name: string; holds: (contract: ContractFacts) => boolean }>;

const rulesFor = ({ method, wanted, providers, needsHold }: RoutingAsk, sellers: readonly string[]): readonly Rule[] => [
  ...(wanted ? [{ name: 'is the contract asked for', holds: ({ id }: ContractFacts) => id === wanted }] : []),
  { name: 'is active', holds: ({ active }) => active },
  { name: 'has a provider that this installation can talk to', holds: ({ provider }) => providers.includes(provider) },
  { name: `takes ${method}`, holds: ({ capabilities }) => capabilities.methods.includes(method) },
  ...(needsHold ? [{ name: 'can hold money', holds: ({ capabilities }: ContractFacts) => capabilities.hold }] : []),
  ...(sellers.length === 1 && !wanted ? [{ name: 'belongs to the legal entity that sells', holds: ({ legalEntityId }: ContractFacts) => legalEntityId === sellers[0] }] : []),
];

/**
 * The contract that takes an order's money. Contracts come in the order in which the merchant configured them, and the first that
 * passes every rule wins; an order of several legal entities is paid through the first contract able to do it. Each rule's verdict is kept.
 */
export const chooseContract = (ask: RoutingAsk): Result<Route, RoutingError> => {
  const sellers = [...new Set(ask.order.children.map(({ legalEntityId }) => legalEntityId))];
  const explanation: string[] = sellers.length > 1 ? [`the order is sold by ${sellers.length} legal entities, so any contract of the merchant may take it`] : [];
  const rules = rulesFor(ask, sellers);
  for (const contract of ask.contracts) {
    const broken = rules.find(({ holds }) => !holds(contract));
    explanation.push(`${contract.name}: ${broken ? `passed over, because it is not true that it ${broken.name}` : 'chosen, every rule holds'}`);
    if (!broken) return ok({ contract, explanation });
  }
  return err({ kind: 'NoContract', explanation: explanation.length === 0 ? ['the merchant has no contract yet'] : explanation });
};
