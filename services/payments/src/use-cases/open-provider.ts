import type { ContractFacts } from '../domain/facts';
import type { OpenProvider } from '../providers';
import type { Deps } from './deps';

export type Opened = OpenProvider & Readonly<{ contract: ContractFacts }>;

/** The provider of a payment's contract. Unseals its credentials once; nothing here leaves the machine. @throws without one: contracts are never deleted. */
export const openProvider = async ({ providers }: Deps, contract: ContractFacts | null): Promise<Opened> => {
  if (!contract) throw new Error('The contract of a payment is not in the read model');
  return { contract, ...(await providers.of(contract)) };
};
