import type { Sql } from '@paygraph/shared/db/sql';
import type { ContractFacts } from '../domain/facts';
import type { Payment } from '../domain/payment';
import type { OpenProvider } from '../providers';
import { contractOf } from '../storage/contracts';
import type { Deps } from './deps';

export type Opened = OpenProvider & Readonly<{ contract: ContractFacts }>;

/** The provider of a payment's contract. Reads the contract and unseals its credentials once; nothing here leaves the machine. */
export const openProvider = async ({ providers }: Deps, sql: Sql, { contractId }: Payment): Promise<Opened> => {
  const contract = await contractOf(sql, contractId);
  return { contract, ...(await providers.of(contract)) };
};
