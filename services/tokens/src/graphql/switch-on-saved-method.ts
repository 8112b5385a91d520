import { Forbidden, NotFound } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { ownerOf, type TokensContext } from './context';
import { SavedMethodIsOff, SwitchedOffByOther, toGraphQL } from './errors';
import { methodView, SavedMethod } from './saved-method.type';

@InputType()
class SwitchOnSavedMethodInput {
  @Field(() => ID)
  readonly savedMethodId!: string;
}

@ObjectType()
class SwitchOnSavedMethodSuccess {
  @Field(() => SavedMethod)
  readonly savedMethod!: SavedMethod;
}

const SwitchOnSavedMethodResult = createUnionType({
  name: 'SwitchOnSavedMethodResult',
  types: () => [SwitchOnSavedMethodSuccess, NotFound, SwitchedOffByOther, SavedMethodIsOff, Forbidden] as const,
});

@Resolver()
export class SwitchOnSavedMethod {
  @Mutation(() => SwitchOnSavedMethodResult, { description: 'Takes the own switching off back. Repeating changes nothing.' })
  async switchOnSavedMethod(
    @Arg('input', () => SwitchOnSavedMethodInput) { savedMethodId }: SwitchOnSavedMethodInput,
    @Ctx() context: TokensContext,
  ): Promise<typeof SwitchOnSavedMethodResult> {
    const result = await context.useCases.switchOn(ownerOf(context), savedMethodId);
    return result.ok ? Object.assign(new SwitchOnSavedMethodSuccess(), { savedMethod: methodView(result.value) }) : toGraphQL(result.error);
  }
}
