import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { capturePayment } from '../use-cases/request-operation';
import { answered } from './answer';
import type { PaymentsContext } from './context';
import { AmountTooLarge, CapabilityMissing, PaymentNotAllowedNow } from './errors.type';
import { CapturePaymentInput } from './inputs';
import { Payment } from './payment.type';
import type { GraphError } from './to-error';

@ObjectType()
class CapturePaymentSuccess {
  @Field(() => Payment)
  readonly payment!: Payment;
}

const CapturePaymentResult = createUnionType({
  name: 'CapturePaymentResult',
  types: () => [CapturePaymentSuccess, ValidationFailed, NotFound, AmountTooLarge, CapabilityMissing, PaymentNotAllowedNow, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class CapturePayment {
  @Mutation(() => CapturePaymentResult, { description: 'Takes the hold, whole or in part. The provider is called afterwards: follow the payment.' })
  async capturePayment(@Arg('input', () => CapturePaymentInput) input: CapturePaymentInput, @Ctx() context: PaymentsContext): Promise<CapturePaymentSuccess | GraphError> {
    const { actor, deps } = context;
    const place = { merchantId: actor.merchantId, idempotencyKey: input.idempotencyKey, paymentId: input.paymentId };
    const done = await capturePayment(deps, { ...place, amount: input.amount ?? undefined });
    return answered(context, done, (payment) => Object.assign(new CapturePaymentSuccess(), { payment }));
  }
}
