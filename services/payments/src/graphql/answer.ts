import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import type { Result } from '@paygraph/shared/result';
import type { PaymentError } from '../domain/errors';
import type { PaymentsContext } from './context';
import type { Payment } from './payment.type';
import { toGraphError, type GraphError } from './to-error';
import { maySee } from './viewer';
import { paymentView } from './views';

type Done = Result<{ paymentId: string }, PaymentError | IdempotencyError>;

/** The payment as it stands now inside the mutation's success, or the failure as its union's member. */
export const answered = async <S extends object>(context: PaymentsContext, done: Done, success: (payment: Payment) => S): Promise<S | GraphError> => {
  if (!done.ok) return toGraphError(done.error);
  const { actor, reads } = context;
  const [found] = await reads.byIds([done.value.paymentId]);
  // The key of another buyer of the same merchant was repeated: its payment does not exist for this one.
  if (!found || !maySee(actor, found)) return toGraphError({ kind: 'PaymentNotFound', paymentId: done.value.paymentId });
  return success(paymentView(found));
};
