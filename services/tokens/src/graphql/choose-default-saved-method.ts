import { Forbidden, NotFound } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { ownerOf, type TokensContext } from './context';
import { SavedMethodIsOff, SwitchedOffByOther, toGraphQL } from './errors';
import { methodView, SavedMethod } from './saved-method.type';

@InputType()
class ChooseDefaultSavedMethodInput {
  @Field(() => ID)
  readonly savedMethodId!: string;
}

@ObjectType()
class ChooseDefaultSavedMethodSuccess {
  @Field(() => SavedMethod)
  readonly savedMethod!: SavedMethod;
}

const ChooseDefaultSavedMethodResult = createUnionType({
  name: 'ChooseDefaultSavedMethodResult',
  types: () => [ChooseDefaultSavedMethodSuccess, NotFound, SwitchedOffByOther, SavedMethodIsOff, Forbidden] as const,
});

@Resolver()
export class ChooseDefaultSavedMethod {
  @Mutation(() => ChooseDefaultSavedMethodResult, { description: 'Makes it the method that is offered first.' })
  async chooseDefaultSavedMethod(
    @Arg('input', () => ChooseDefaultSavedMethodInput) { savedMethodId }: ChooseDefaultSavedMethodInput,
    @Ctx() context: TokensContext,
  ): Promise<typeof ChooseDefaultSavedMethodResult> {
    const result = await context.useCases.chooseDefault(ownerOf(context), savedMethodId);
    return result.ok ? Object.assign(new ChooseDefaultSavedMethodSuccess(), { savedMethod: methodView(result.value) }) : toGraphQL(result.error);
  }
}
