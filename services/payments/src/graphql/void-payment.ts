import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { voidPayment } from '../use-cases/request-operation';
import { answered } from './answer';
import { reasonProblem } from './check-input';
import type { PaymentsContext } from './context';
import { PaymentNotAllowedNow } from './errors.type';
import { VoidPaymentInput } from './inputs';
import { Payment } from './payment.type';
import type { GraphError } from './to-error';

@ObjectType()
class VoidPaymentSuccess {
  @Field(() => Payment)
  readonly payment!: Payment;
}

const VoidPaymentResult = createUnionType({
  name: 'VoidPaymentResult',
  types: () => [VoidPaymentSuccess, ValidationFailed, NotFound, PaymentNotAllowedNow, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class VoidPayment {
  @Mutation(() => VoidPaymentResult, { description: 'Gives a whole hold back. The provider is called afterwards: follow the payment.' })
  async voidPayment(@Arg('input', () => VoidPaymentInput) input: VoidPaymentInput, @Ctx() context: PaymentsContext): Promise<VoidPaymentSuccess | GraphError> {
    const problem = reasonProblem(input.reason);
    if (problem) return problem;
    const { actor, deps } = context;
    const place = { merchantId: actor.merchantId, idempotencyKey: input.idempotencyKey, paymentId: input.paymentId };
    const done = await voidPayment(deps, { ...place, reason: input.reason });
    return answered(context, done, (payment) => Object.assign(new VoidPaymentSuccess(), { payment }));
  }
}
