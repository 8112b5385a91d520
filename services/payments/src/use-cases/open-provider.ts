import type { ContractFacts } from '../domain/facts';
import type { OpenProvider } from '../providers';
import type { Deps } from './deps';

export type Opened = OpenProvider & Readonly<{ contract: ContractFacts }>;

/** The contract's provider does not answer anybody at the moment: nothing was begun, the work comes again by itself. */
export class ContractRests extends Error {
  override readonly name = 'ContractRests';
  constructor(readonly comeBackInMs: number) {
    super('The provider of this contract does not answer; its calls wait');
  }
}

/**
 * The provider of a payment's contract. Unseals its credentials once; nothing here leaves the machine.
 * @throws without a contract: contracts are never deleted. @throws ContractRests, which `resting` turns into a pause: open the provider
 * before anything is written down.
 */
export const openProvider = async ({ providers, breaker }: Deps, contract: ContractFacts | null): Promise<Opened> => {
  if (!contract) throw new Error('The contract of a payment is not in the read model');
  const restMs = breaker.waitMs(contract.id);
  if (restMs > 0) throw new ContractRests(restMs);
  return { contract, ...(await providers.of(contract)) };
};
