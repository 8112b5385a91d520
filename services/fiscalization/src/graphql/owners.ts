import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FiscalContext } from './context';
import { receiptsBy } from './load';
import { Receipt, toReceiptType } from './receipt.type';
import { ChildOrder, Order } from './stubs.type';

@Resolver(() => Order)
export class OrderReceipts {
  @FieldResolver(() => [Receipt])
  async receipts(@Root() { id }: Order, @Ctx() context: FiscalContext): Promise<Receipt[]> {
    return (await receiptsBy(context, 'order_id', id)).map(toReceiptType);
  }
}

@Resolver(() => ChildOrder)
export class ChildOrderReceipts {
  @FieldResolver(() => [Receipt])
  async receipts(@Root() { id }: ChildOrder, @Ctx() context: FiscalContext): Promise<Receipt[]> {
    return (await receiptsBy(context, 'child_order_id', id)).map(toReceiptType);
  }
}
