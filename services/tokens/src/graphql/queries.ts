import { connectionOf, PageArgs, pageOf, toConnection, type ConnectionValue } from '@paygraph/shared/graphql/connections';
import { isUuid } from '@paygraph/shared/ids';
import { GraphQLError } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Consent as ConsentValue } from '../domain/consent';
import type { TokensContext } from './context';
import { Consent, methodView, SavedMethod } from './saved-method.type';

const { Connection: SavedMethodConnection } = connectionOf(SavedMethod, 'SavedMethod');

const refused = (code: string, field: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code, field } });

/** A buyer's own id; for an administrator the buyer that was named. */
const customerOf = ({ actor }: TokensContext, named: string | null | undefined): string => {
  if (actor.role === 'CUSTOMER') {
    if (actor.customerId === undefined || (named ?? actor.customerId) !== actor.customerId) throw refused('FORBIDDEN', 'customerId', 'You see your own saved methods only: leave customerId out.');
    return actor.customerId;
  }
  if (!named) throw refused('BAD_REQUEST', 'customerId', 'Name the buyer in customerId.');
  return named;
};

const beforeId = (value: string | number | undefined): string | null => {
  if (value === undefined) return null;
  if (typeof value === 'string' && isUuid(value)) return value;
  throw refused('BAD_PAGE', 'after', 'The cursor in "after" is not one of this list: use endCursor of its last page.');
};

@Resolver()
export class Queries {
  @Query(() => SavedMethodConnection, { description: 'Newest first. A buyer sees the own ones; an administrator names the buyer.' })
  async savedMethods(
    @Arg('customerId', () => ID, { nullable: true }) customerId: string | null | undefined,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: TokensContext,
  ): Promise<ConnectionValue<SavedMethod>> {
    const page = pageOf(args, 1);
    const { actor, useCases } = context;
    const methods = await useCases.reads.ofCustomer(actor.merchantId, { customerId: customerOf(context, customerId), before: beforeId(page.after?.[0]), limit: page.limit + 1 });
    return toConnection(methods.map(methodView), page, ({ id }) => [id]);
  }
}

@Resolver(() => SavedMethod)
export class SavedMethodFields {
  @FieldResolver(() => [Consent], { description: 'Oldest first.' })
  async consents(@Root() { id }: SavedMethod, @Ctx() { actor, loaders, useCases }: TokensContext): Promise<readonly Consent[]> {
    const ledger = loaders.of<string, ConsentValue[]>('consents', (ids) => useCases.reads.consents(actor.merchantId, ids));
    return (await ledger.load(id)) ?? [];
  }
}
