import { connectionOf, PageArgs, pageOf, toConnection, type ConnectionValue } from '@paygraph/shared/graphql/connections';
import { toMoney } from '@paygraph/shared/graphql/money';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { PaymentState as State } from '../domain/payment-state';
import type { PaymentsContext } from './context';
import { afterId } from './cursors';
import { PaymentState } from './enums';
import { LedgerBalance } from './ledger.type';
import { loadPayment, loadPaymentsOf } from './load';
import { Payment } from './payment.type';
import { paymentView } from './views';

const { Connection: PaymentConnection } = connectionOf(Payment, 'Payment');

@Resolver()
export class Queries {
  @Query(() => Payment, { nullable: true })
  async payment(@Arg('id', () => ID) id: string, @Ctx() context: PaymentsContext): Promise<Payment | null> {
    const payment = await loadPayment(context, id);
    return payment && paymentView(payment);
  }

  @Query(() => [Payment], { description: 'Every attempt to pay an order, oldest first.' })
  async paymentsOfOrder(@Arg('orderId', () => ID) orderId: string, @Ctx() context: PaymentsContext): Promise<Payment[]> {
    return (await loadPaymentsOf(context, orderId)).map(paymentView);
  }

  @Query(() => PaymentConnection, { description: 'Newest first. A buyer sees his own.' })
  async payments(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('state', () => PaymentState, { nullable: true }) state: State | null,
    @Ctx() { actor, reads }: PaymentsContext,
  ): Promise<ConnectionValue<Payment>> {
    const page = pageOf(args, 1);
    const customerId = actor.role === 'CUSTOMER' ? (actor.customerId ?? '') : null;
    if (customerId === '') return toConnection<Payment>([], page, ({ id }) => [id]);
    const found = await reads.list({ afterId: afterId(page.after), limit: page.limit + 1, state: state ?? null, customerId });
    return toConnection<Payment>(found.map(paymentView), page, ({ id }) => [id]);
  }

  @Query(() => [LedgerBalance], { description: 'The merchant\'s balances, derived from the ledger.' })
  async ledgerBalances(@Ctx() { reads }: PaymentsContext): Promise<LedgerBalance[]> {
    const balances = await reads.balances();
    return balances.map(({ account, legalEntityId, amount }) => ({ account, legalEntity: legalEntityId === null ? null : { id: legalEntityId }, balance: toMoney(amount) }));
  }
}
