import type { Breaker } from '@paygraph/shared/breaker';
import type { Clock } from '@paygraph/shared/clock';
import { httpCall } from '@paygraph/shared/http/client';
import { unseal, type SealingKeys } from '@paygraph/shared/seal';
import { connectors } from './connectors/index';
import type { ContractFacts } from './domain/facts';
import type { PaymentProvider, ProviderTraits } from './domain/provider';

export type OpenProvider = Readonly<{ provider: PaymentProvider; traits: ProviderTraits }>;

export type Providers = Readonly<{
  codes: readonly string[];
  /** False while the contract's provider is left alone because it did not answer. */
  answers(contract: Pick<ContractFacts, 'id'>): boolean;
  /** @throws when the contract names no connector, or its credentials cannot be opened: nothing was sent then. */
  of(contract: ContractFacts): Promise<OpenProvider>;
}>;

/** Tells the breaker how each call went: a server that answers 5xx is as far away as one that does not answer. */
const watched = (breaker: Breaker, contractId: string): typeof httpCall => async (call) => {
  const answer = await httpCall(call);
  if (answer.ok && answer.value.status < 500) breaker.heard(contractId);
  else breaker.failed(contractId);
  return answer;
};

type Kept = Readonly<{ sealed: string; baseUrl: string; opened: Promise<OpenProvider> }>;

/** One client a contract, made anew when its credentials change: the client keeps the provider's security token. */
export const createProviders = ({ sealingKeys, clock, timeoutMs, breaker }: { sealingKeys: SealingKeys; clock: Clock; timeoutMs: number; breaker: Breaker }): Providers => {
  const kept = new Map<string, Kept>();
  const open = async (contract: ContractFacts): Promise<OpenProvider> => {
    const connector = connectors.find(({ code }) => code === contract.provider);
    if (!connector) throw new Error(`Contract ${contract.id} names the provider ${contract.provider}, for which there is no connector`);
    const credentials = await unseal(sealingKeys.privateJwks, contract.sealedCredentials);
    return { provider: connector.open(credentials, { baseUrl: contract.baseUrl, http: watched(breaker, contract.id), timeoutMs, now: clock }), traits: connector.traits };
  };
  return {
    codes: connectors.map(({ code }) => code),
    answers: ({ id }) => !breaker.rests(id),
    of: (contract) => {
      const known = kept.get(contract.id);
      if (known && known.sealed === contract.sealedCredentials && known.baseUrl === contract.baseUrl) return known.opened;
      const opened = open(contract);
      kept.set(contract.id, { sealed: contract.sealedCredentials, baseUrl: contract.baseUrl, opened });
      opened.catch(() => kept.delete(contract.id));
      return opened;
    },
  };
};
