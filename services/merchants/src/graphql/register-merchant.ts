import { Forbidden, IdempotencyConflict, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { answeredOnce } from './answer';
import type { MerchantsContext } from './context';
import { Merchant } from './merchant.type';

@InputType()
class RegisterMerchantInput {
  @Field(() => String)
  readonly idempotencyKey!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly siteUrl!: string;

  @Field(() => Boolean, { defaultValue: true })
  readonly active!: boolean;
}

@ObjectType()
class RegisterMerchantSuccess {
  @Field(() => Merchant)
  readonly merchant!: Merchant;
}

const RegisterMerchantResult = createUnionType({
  name: 'RegisterMerchantResult',
  types: () => [RegisterMerchantSuccess, ValidationFailed, NotFound, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class RegisterMerchant {
  @Mutation(() => RegisterMerchantResult, { description: 'Registers the merchant of the administrator’s token, or changes it.' })
  async registerMerchant(
    @Arg('input', () => RegisterMerchantInput) { idempotencyKey, name, siteUrl, active }: RegisterMerchantInput,
    @Ctx() { actor, useCases }: MerchantsContext,
  ): Promise<typeof RegisterMerchantResult> {
    const result = await useCases.registerMerchant({ merchantId: actor.merchantId, idempotencyKey, draft: { name, siteUrl, active } });
    return answeredOnce(result, (merchant) => Object.assign(new RegisterMerchantSuccess(), { merchant }));
  }
}
