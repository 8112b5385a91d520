import type { MerchantId } from '@paygraph/shared/ids';
import type { MappingRow } from '../domain/status-mapping';
import { mappingOf } from '../storage/status-mapping';
import type { Desk } from './desk';

/** The rows that the merchant chose itself. */
export const readMapping = ({ db }: Desk, merchantId: MerchantId): Promise<MappingRow[]> => db.read(merchantId, mappingOf);
