import type { EventBody } from '@paygraph/schema/events/index';
import type { ContractId, LegalEntityId } from '@paygraph/shared/ids';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { learnContract } from '../use-cases/learn';

export const onContractConfigured: Handler = (tx, event) => {
  const { contractId, legalEntityId, ...contract } = event.body as EventBody<'merchants.configuration.v1', 'ContractConfigured'>;
  return learnContract(tx, { ...contract, id: contractId as ContractId, merchantId: event.merchantId, legalEntityId: legalEntityId as LegalEntityId });
};
