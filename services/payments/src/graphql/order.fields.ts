import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PaymentsContext } from './context';
import { loadPaymentsOf } from './load';
import { Order } from './neighbours.type';
import { Payment } from './payment.type';
import { paymentView } from './views';

@Resolver(() => Order)
export class OrderFields {
  @FieldResolver(() => [Payment], { description: 'Every attempt to be paid, oldest first.' })
  async payments(@Root() { id }: Order, @Ctx() context: PaymentsContext): Promise<Payment[]> {
    return (await loadPaymentsOf(context, id)).map(paymentView);
  }
}
