import type { Tx } from '@paygraph/shared/db/sql';
import type { InboundEvent, Outcome } from '@paygraph/shared/messaging/inbox';
import type { FiscalEvent } from '../domain/plan';
import { planReceiptsFor } from '../use-cases/plan-receipts';
import type { FiscalSettings } from '../use-cases/settings';

export type PlanSettings = Pick<FiscalSettings, 'partialCapture' | 'overdueAfterMs'>;
export type Planning = Readonly<{ event: InboundEvent; orderId: string; fact: FiscalEvent; settings: PlanSettings }>;

/** Plans the receipts of a fact; what is missing or contradictory becomes the inbox's `later` or `never`. */
export const planFrom = async (tx: Tx, { event, orderId, fact, settings }: Planning): Promise<Outcome> => {
  const { overdueAfterMs } = settings;
  const planned = await planReceiptsFor(tx, { merchantId: event.merchantId, orderId, causeEventId: event.eventId, fact, overdueAfterMs });
  if (planned.ok) return 'done';
  const { kind, reason } = planned.error;
  return kind === 'later' ? { later: reason } : { never: reason };
};
