import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { FiscalContext } from './context';
import { receiptsBy } from './load';
import { Receipt, toReceiptType } from './receipt.type';
import { ChildOrder, Order } from './stubs.type';

@Resolver(() => Order)
export class OrderReceipts {
  @FieldResolver(() => [Receipt])
  async receipts(@Root() { id }: Order, @Ctx() context: FiscalContext, @Info() info: GraphQLResolveInfo): Promise<Receipt[]> {
    return (await receiptsBy(context, { by: 'order_id', info }, id)).map(toReceiptType);
  }
}

@Resolver(() => ChildOrder)
export class ChildOrderReceipts {
  @FieldResolver(() => [Receipt])
  async receipts(@Root() { id }: ChildOrder, @Ctx() context: FiscalContext, @Info() info: GraphQLResolveInfo): Promise<Receipt[]> {
    return (await receiptsBy(context, { by: 'child_order_id', info }, id)).map(toReceiptType);
  }
}
