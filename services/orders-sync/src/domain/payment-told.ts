import type { PaymentId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import type { ChildPart } from './happening';

type Of = Readonly<{ paymentId: PaymentId }>;

/** What `payments` told and orders react to; everything else it tells only reaches the timeline. */
export type PaymentTold =
  | (Of & Readonly<{ kind: 'started' }>)
  | (Of & Readonly<{ kind: 'authorized'; amount: Minor }>)
  | (Of & Readonly<{ kind: 'declined' }>)
  | (Of & Readonly<{ kind: 'captured'; captured: Minor; children: readonly ChildPart[]; requestId: string | null }>)
  | (Of & Readonly<{ kind: 'voided'; requestId: string | null }>)
  | (Of & Readonly<{ kind: 'refunded'; refundedTotal: Minor; remaining: Minor; children: readonly ChildPart[]; byLines: boolean; requestId: string | null }>)
  | (Of & Readonly<{ kind: 'failed'; requestId: string | null }>);
