import { Forbidden, NotFound } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { ownerOf, type TokensContext } from './context';
import { SavedMethodIsOff, SwitchedOffByOther, toGraphQL } from './errors';
import { methodView, SavedMethod } from './saved-method.type';

@InputType()
class SwitchOffSavedMethodInput {
  @Field(() => ID)
  readonly savedMethodId!: string;
}

@ObjectType()
class SwitchOffSavedMethodSuccess {
  @Field(() => SavedMethod)
  readonly savedMethod!: SavedMethod;
}

const SwitchOffSavedMethodResult = createUnionType({
  name: 'SwitchOffSavedMethodResult',
  types: () => [SwitchOffSavedMethodSuccess, NotFound, SwitchedOffByOther, SavedMethodIsOff, Forbidden] as const,
});

@Resolver()
export class SwitchOffSavedMethod {
  @Mutation(() => SwitchOffSavedMethodResult, { description: 'From now on no charge may use it. Repeating changes nothing.' })
  async switchOffSavedMethod(
    @Arg('input', () => SwitchOffSavedMethodInput) { savedMethodId }: SwitchOffSavedMethodInput,
    @Ctx() context: TokensContext,
  ): Promise<typeof SwitchOffSavedMethodResult> {
    const result = await context.useCases.switchOff(ownerOf(context), savedMethodId);
    return result.ok ? Object.assign(new SwitchOffSavedMethodSuccess(), { savedMethod: methodView(result.value) }) : toGraphQL(result.error);
  }
}
