import type { DueHandler } from '@paygraph/shared/messaging/due-work';
import type { WorkKind } from './domain/change';
import { advancePayment } from './use-cases/advance-payment';
import type { Deps } from './use-cases/deps';
import { examinePayment } from './use-cases/examine-payment';
import { runHoldClock } from './use-cases/hold-clock';
import { pollPage } from './use-cases/poll-page';
import { resting } from './use-cases/resting';

/** Who does each kind of work that waits for its time. */
export const workHandlers = (deps: Deps): Readonly<Record<WorkKind, DueHandler>> => ({
  'payment.advance': resting(deps, advancePayment(deps)),
  'payment.poll-page': resting(deps, pollPage(deps)),
  'payment.hold-clock': resting(deps, runHoldClock(deps)),
  'payment.examine': resting(deps, examinePayment(deps)),
});
