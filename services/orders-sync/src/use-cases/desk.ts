import type { Clock } from '@paygraph/shared/clock';
import type { Database } from '@paygraph/shared/db/database';
import type { MerchantId, OrderId } from '@paygraph/shared/ids';
import type { SealingKeys } from '@paygraph/shared/seal';

export type TimelineNews = Readonly<{ merchantId: MerchantId; orderId: OrderId }>;
export type PublicKey = SealingKeys['publicJwk'];

/** What every use case works with. */
export type Desk = Readonly<{
  db: Database;
  /** Called after a commit that made a timeline longer. */
  announce: (news: TimelineNews) => void;
  clock: Clock;
  sealingKeys: SealingKeys;
  /** Public keys of `payments` and `fiscalization`. */
  peerSealingKeys: Readonly<Record<string, PublicKey>>;
  /** How long an order waits for a warehouse or vendor that was configured a moment ago and is not known here yet. */
  referenceWaitMs: number;
}>;
