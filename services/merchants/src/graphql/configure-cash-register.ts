import { Forbidden, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { registerConnectors } from '../domain/connectors';
import type { Things } from '../domain/things';
import { openers } from '../use-cases/openers';
import { answered } from './answer';
import { CashRegister } from './cash-register.type';
import type { MerchantsContext } from './context';
import { CredentialInput, secretOf } from './credential.input';
import { ClosingSettlement } from './enums';
import { registerView } from './views';

@InputType()
class ConfigureCashRegisterInput {
  @Field(() => ID, { nullable: true, description: 'Left out: the one with this name is changed, or a new one made.' })
  readonly id?: string | null;

  @Field(() => ID)
  readonly legalEntityId!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { description: 'paykeeper' })
  readonly connector!: string;

  @Field(() => String)
  readonly baseUrl!: string;

  @Field(() => [CredentialInput], { nullable: true, description: 'For paykeeper: login, password. Left out: the stored ones stay.' })
  readonly credentials?: CredentialInput[] | null;

  @Field(() => ClosingSettlement, { defaultValue: ClosingSettlement.ADVANCE })
  readonly closingSettlement!: Things['CashRegister']['closingSettlement'];

  @Field(() => Boolean, { defaultValue: true })
  readonly active!: boolean;
}

@ObjectType()
class ConfigureCashRegisterSuccess {
  @Field(() => CashRegister)
  readonly cashRegister!: CashRegister;
}

const ConfigureCashRegisterResult = createUnionType({
  name: 'ConfigureCashRegisterResult',
  types: () => [ConfigureCashRegisterSuccess, ValidationFailed, NotFound, Forbidden] as const,
});

@Resolver()
export class ConfigureCashRegister {
  @Mutation(() => ConfigureCashRegisterResult, { description: 'The whole state of a cash register, except that credentials left out stay as they are.' })
  async configureCashRegister(
    @Arg('input', () => ConfigureCashRegisterInput) { id, credentials, ...draft }: ConfigureCashRegisterInput,
    @Ctx() { actor, useCases }: MerchantsContext,
  ): Promise<typeof ConfigureCashRegisterResult> {
    const result = await useCases.configure({
      kind: 'CashRegister',
      merchantId: actor.merchantId,
      id: id ?? undefined,
      draft,
      secret: secretOf(credentials, { opener: openers.CashRegister, wanted: registerConnectors[draft.connector] ?? [] }),
    });
    return answered(result, (cashRegister) => Object.assign(new ConfigureCashRegisterSuccess(), { cashRegister: registerView(cashRegister, useCases) }));
  }
}
