import type { MerchantId } from '@paygraph/shared/ids';
import { sealedSecretOf } from '../storage/known';
import type { Desk } from './desk';

export type PlatformAsk = Readonly<{ merchantId: MerchantId; platformId: string; kind: string }>;

/** The sealed secret that a connected platform signs its calls with; `null` when there is no such active platform. */
export const platformSecret = (desk: Desk, { merchantId, platformId, kind }: PlatformAsk): Promise<string | null> =>
  desk.db.transaction(merchantId, (tx) => sealedSecretOf(tx, { platformId, kind }));
