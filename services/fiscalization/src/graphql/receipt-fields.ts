import { toMoney } from '@paygraph/shared/graphql/money';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { vatTotals, type ReceiptLine as Line } from '../domain/receipt-document';
import { isStaff, type FiscalContext } from './context';
import { linesOf } from './load';
import { ReceiptLine, ReceiptVat, RegisterCall } from './receipt-parts.type';
import { Receipt } from './receipt.type';
import { CashRegister, ChildOrder, Order, Payment } from './stubs.type';

const toLine = ({ sum, price, vatSum, vatCode, ...line }: Line): ReceiptLine => ({
  ...line, price: toMoney(price), total: toMoney(sum), vatCode: vatCode ?? null, vat: vatSum === null ? null : toMoney(vatSum),
});

@Resolver(() => Receipt)
export class ReceiptFields {
  @FieldResolver(() => [ReceiptLine])
  async lines(@Root() { id }: Receipt, @Ctx() context: FiscalContext): Promise<ReceiptLine[]> {
    return (await linesOf(context, id)).map(toLine);
  }

  @FieldResolver(() => [ReceiptVat])
  async vatTotals(@Root() { id }: Receipt, @Ctx() context: FiscalContext): Promise<ReceiptVat[]> {
    return [...vatTotals(await linesOf(context, id))].map(([code, amount]) => ({ code, amount: toMoney(amount) }));
  }

  @FieldResolver(() => Order)
  order(@Root() { view }: Receipt): Order {
    return { id: view.orderId };
  }

  @FieldResolver(() => ChildOrder)
  childOrder(@Root() { view }: Receipt): ChildOrder {
    return { id: view.childOrderId };
  }

  @FieldResolver(() => Payment)
  payment(@Root() { view }: Receipt): Payment {
    return { id: view.paymentId };
  }

  @FieldResolver(() => CashRegister, { nullable: true, description: 'For the merchant’s staff.' })
  cashRegister(@Root() { view }: Receipt, @Ctx() context: FiscalContext): CashRegister | null {
    return isStaff(context) ? { id: view.cashRegisterId } : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'What keeps it from being registered, for the merchant’s staff.' })
  problem(@Root() { view }: Receipt, @Ctx() context: FiscalContext): string | null {
    return isStaff(context) ? view.problem : null;
  }

  @FieldResolver(() => [RegisterCall], { description: 'What was asked of the register, the newest first; for the merchant’s staff.' })
  async calls(@Root() { id }: Receipt, @Ctx() context: FiscalContext): Promise<RegisterCall[]> {
    return isStaff(context) ? context.useCases.receipts.calls(context.actor.merchantId, id) : [];
  }
}
