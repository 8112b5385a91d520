import { trimIdempotency } from '@paygraph/shared/db/idempotency';
import type { Trim } from '@paygraph/shared/messaging/retention';

/** What this service deletes when it is old, besides what every service does. */
export const trims: readonly Trim[] = [trimIdempotency()];
