import type { DueWork } from '@paygraph/shared/messaging/due-work';
import type { ContractFacts } from '../domain/facts';
import type { OpenProvider } from '../providers';
import type { Deps } from './deps';

export type Opened = OpenProvider & Readonly<{ contract: ContractFacts }>;

/** The contract's provider does not answer anybody at the moment, or as much work as may is there already: nothing was begun, the work comes again by itself. */
export class ContractRests extends Error {
  override readonly name = 'ContractRests';
  constructor(readonly comeBackInMs: number) {
    super('The provider of this contract does not answer, or is busy with our calls; others wait');
  }
}

/**
 * The provider of a payment's contract. Unseals its credentials once; nothing here leaves the machine.
 * @throws without a contract: contracts are never deleted. @throws ContractRests, which `resting` turns into a pause: open the provider
 * before anything is written down.
 */
export const openProvider = async ({ providers, visits }: Deps, work: DueWork, contract: ContractFacts | null): Promise<Opened> => {
  if (!contract) throw new Error('The contract of a payment is not in the read model');
  const comeBackInMs = visits.enter(work, contract.id);
  if (comeBackInMs > 0) throw new ContractRests(comeBackInMs);
  return { contract, ...(await providers.of(contract)) };
};
