import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { settleByHand } from '../use-cases/settle-by-hand';
import { answered } from './answer';
import { reasonProblem } from './check-input';
import type { PaymentsContext } from './context';
import { OperationNotInDoubt } from './errors.type';
import { SettleOperationInput } from './inputs';
import { Payment } from './payment.type';
import type { GraphError } from './to-error';

@ObjectType()
class SettleOperationSuccess {
  @Field(() => Payment)
  readonly payment!: Payment;
}

const SettleOperationResult = createUnionType({
  name: 'SettleOperationResult',
  types: () => [SettleOperationSuccess, ValidationFailed, NotFound, OperationNotInDoubt, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class SettleOperation {
  @Mutation(() => SettleOperationResult, { description: 'Ends an operation of which the provider\'s word makes no sense, by the word of an administrator who looked there. Kept with who, what and why.' })
  async settleOperation(@Arg('input', () => SettleOperationInput) input: SettleOperationInput, @Ctx() context: PaymentsContext): Promise<SettleOperationSuccess | GraphError> {
    const problem = reasonProblem(input.reason);
    if (problem) return problem;
    const { actor: { merchantId, subject: by }, deps } = context;
    const { outcome, reason, ...place } = input;
    const done = await settleByHand(deps, { ...place, merchantId, word: { outcome, reason, by } });
    return answered(context, done, (payment) => Object.assign(new SettleOperationSuccess(), { payment }));
  }
}
