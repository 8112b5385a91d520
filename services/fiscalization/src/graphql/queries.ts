import { connectionOf, PageArgs, pageOf, toConnection, type ConnectionValue, type Cursor } from '@paygraph/shared/graphql/connections';
import { isUuid } from '@paygraph/shared/ids';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { ReceiptState } from '../domain/receipt-state';
import { viewerOf, type FiscalContext } from './context';
import { ReceiptStateEnum } from './enums';
import { receiptsBy } from './load';
import { Receipt, toReceiptType } from './receipt.type';

const { Connection: ReceiptConnection } = connectionOf(Receipt, 'Receipt');
const cursorLength = 2;

/** @throws GraphQLError BAD_PAGE for a cursor that was made up: its parts are compared with a time and an id. */
const placeOf = ([at, id]: Cursor): readonly [string, string] => {
  const place = [String(at), String(id)] as const;
  if (!Number.isNaN(Date.parse(place[0])) && isUuid(place[1])) return place;
  throw new GraphQLError('The cursor in "after" is not one of this list: use endCursor of its last page.', { extensions: { code: 'BAD_PAGE', field: 'after' } });
};

@Resolver()
export class Queries {
  @Query(() => Receipt, { nullable: true })
  async receipt(@Arg('id', () => ID) id: string, @Ctx() context: FiscalContext, @Info() info: GraphQLResolveInfo): Promise<Receipt | null> {
    const [view] = await receiptsBy(context, { by: 'id', info }, id);
    return view === undefined ? null : toReceiptType(view);
  }

  @Query(() => [Receipt], { description: 'In the order of its child orders, each in the order of registration.' })
  async receiptsOfOrder(@Arg('orderId', () => ID) orderId: string, @Ctx() context: FiscalContext, @Info() info: GraphQLResolveInfo): Promise<Receipt[]> {
    return (await receiptsBy(context, { by: 'order_id', info }, orderId)).map(toReceiptType);
  }

  @Query(() => ReceiptConnection, { description: 'The newest first.' })
  async receipts(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('state', () => ReceiptStateEnum, { nullable: true }) state: ReceiptState | null,
    @Ctx() { actor, useCases }: FiscalContext,
  ): Promise<ConnectionValue<Receipt>> {
    const page = pageOf(args, cursorLength);
    const after = page.after === null ? null : placeOf(page.after);
    const views = await useCases.receipts.page(actor.merchantId, { viewer: viewerOf(actor), state: state ?? null, after, limit: page.limit + 1 });
    return toConnection(views.map(toReceiptType), page, ({ id, view }) => [view.plannedAtText, id]);
  }
}
