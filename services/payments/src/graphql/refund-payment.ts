import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { refundPayment } from '../use-cases/request-operation';
import { answered } from './answer';
import { refundProblem } from './check-input';
import type { PaymentsContext } from './context';
import { AmountTooLarge, CapabilityMissing, PaymentNotAllowedNow } from './errors.type';
import { RefundPaymentInput } from './inputs';
import { Payment } from './payment.type';
import type { GraphError } from './to-error';

@ObjectType()
class RefundPaymentSuccess {
  @Field(() => Payment)
  readonly payment!: Payment;
}

const RefundPaymentResult = createUnionType({
  name: 'RefundPaymentResult',
  types: () => [RefundPaymentSuccess, ValidationFailed, NotFound, AmountTooLarge, CapabilityMissing, PaymentNotAllowedNow, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class RefundPayment {
  @Mutation(() => RefundPaymentResult, { description: 'Reserves and sends a refund. Several may wait at once; together they never pass what was captured.' })
  async refundPayment(@Arg('input', () => RefundPaymentInput) input: RefundPaymentInput, @Ctx() context: PaymentsContext): Promise<RefundPaymentSuccess | GraphError> {
    const problem = refundProblem(input);
    if (problem) return problem;
    const { actor, deps } = context;
    const place = { merchantId: actor.merchantId, idempotencyKey: input.idempotencyKey, paymentId: input.paymentId };
    const done = await refundPayment(deps, { ...place, amount: input.amount ?? undefined, lines: input.lines ?? undefined, reason: input.reason });
    return answered(context, done, (payment) => Object.assign(new RefundPaymentSuccess(), { payment }));
  }
}
