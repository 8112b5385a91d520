import { Forbidden, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { paymentProviders } from '../domain/connectors';
import { openers } from '../use-cases/openers';
import { answered } from './answer';
import type { MerchantsContext } from './context';
import { ConfigureContractInput, settingsOf } from './contract.input';
import { Contract } from './contract.type';
import { secretOf } from './credential.input';
import { methodsOf } from './method-capability.input';
import { contractView } from './views';

@ObjectType()
class ConfigureContractSuccess {
  @Field(() => Contract)
  readonly contract!: Contract;
}

const ConfigureContractResult = createUnionType({
  name: 'ConfigureContractResult',
  types: () => [ConfigureContractSuccess, ValidationFailed, NotFound, Forbidden] as const,
});

@Resolver()
export class ConfigureContract {
  @Mutation(() => ConfigureContractResult, { description: 'The whole state of a contract, except that credentials left out stay as they are.' })
  async configureContract(
    @Arg('input', () => ConfigureContractInput) { id, credentials, bank, methods, settings, ...rest }: ConfigureContractInput,
    @Ctx() { actor, useCases }: MerchantsContext,
  ): Promise<typeof ConfigureContractResult> {
    const result = await useCases.configure({
      kind: 'Contract',
      merchantId: actor.merchantId,
      id: id ?? undefined,
      draft: { ...rest, bank: bank ?? null, methods: methodsOf(methods), settings: settingsOf(settings) },
      secret: secretOf(credentials, { opener: openers.Contract, wanted: paymentProviders[rest.provider] ?? [] }),
    });
    return answered(result, (contract) => Object.assign(new ConfigureContractSuccess(), { contract: contractView(contract, useCases) }));
  }
}
