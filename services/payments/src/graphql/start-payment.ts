import { Forbidden, IdempotencyConflict, NotFound, notFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { isUuid, type ContractId } from '@paygraph/shared/ids';
import { Arg, createUnionType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { startOrderPayment } from '../use-cases/start-payment';
import { answered } from './answer';
import { startProblem } from './check-input';
import type { PaymentsContext } from './context';
import { CapabilityMissing, NoSuitableContract, NotReadyYet, OrderAlreadyPaid, OrderIsCancelled } from './errors.type';
import { StartPaymentInput } from './inputs';
import { Payment } from './payment.type';
import type { GraphError } from './to-error';

@ObjectType()
class StartPaymentSuccess {
  @Field(() => Payment)
  readonly payment!: Payment;
}

const StartPaymentResult = createUnionType({
  name: 'StartPaymentResult',
  types: () =>
    [StartPaymentSuccess, ValidationFailed, NotFound, NotReadyYet, OrderAlreadyPaid, OrderIsCancelled, NoSuitableContract, CapabilityMissing, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class StartPayment {
  @Mutation(() => StartPaymentResult, { description: 'Opens a page on which the buyer pays the order. Waits a few seconds for its link, which may also come later.' })
  async startPayment(@Arg('input', () => StartPaymentInput) input: StartPaymentInput, @Ctx() context: PaymentsContext): Promise<StartPaymentSuccess | GraphError> {
    const { actor, deps } = context;
    const { orderId, contractId, returnUrl, saveCard, ...rest } = input;
    const problem = startProblem(input);
    if (problem) return problem;
    if (!isUuid(orderId)) return notFound({ entity: 'Order', id: orderId });
    if (contractId && !isUuid(contractId)) return notFound({ entity: 'Contract', id: contractId });
    const buyer = actor.role === 'CUSTOMER' ? { customerId: actor.customerId ?? '' } : {};
    const chosen = { contractId: (contractId ?? undefined) as ContractId | undefined, returnUrl: returnUrl ?? undefined, saveCard: saveCard ?? undefined };
    const done = await startOrderPayment(deps, { ...rest, ...chosen, ...buyer, orderId, merchantId: actor.merchantId });
    return answered(context, done, (payment) => Object.assign(new StartPaymentSuccess(), { payment }));
  }
}
