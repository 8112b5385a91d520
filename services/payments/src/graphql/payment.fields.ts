import { pageOf, toConnection, type ConnectionValue } from '@paygraph/shared/graphql/connections';
import { forbidden } from '@paygraph/shared/graphql/errors';
import { Money, toMoney } from '@paygraph/shared/graphql/money';
import { GraphQLError } from 'graphql';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { amountsOf, refundable, type Amounts } from '../domain/amounts';
import { BankEvent, BankEventArgs, BankEventConnection } from './bank-event.type';
import type { PaymentsContext } from './context';
import { afterNumber } from './cursors';
import { loadOperations } from './load';
import { PaymentOperation } from './operation.type';
import { Payment } from './payment.type';
import { isStaff } from './viewer';
import { bankEventView, operationView, type PaymentView } from './views';

const sums = async (context: PaymentsContext, { id }: Payment): Promise<Amounts> => amountsOf(await loadOperations(context, id));
const searchMax = 200;

@Resolver(() => Payment)
export class PaymentFields {
  @FieldResolver(() => Money)
  async authorized(@Root() payment: Payment, @Ctx() context: PaymentsContext): Promise<Money> {
    return toMoney((await sums(context, payment)).authorized);
  }

  @FieldResolver(() => Money)
  async captured(@Root() payment: Payment, @Ctx() context: PaymentsContext): Promise<Money> {
    return toMoney((await sums(context, payment)).captured);
  }

  @FieldResolver(() => Money, { description: 'Of the hold, given back without having been taken.' })
  async released(@Root() payment: Payment, @Ctx() context: PaymentsContext): Promise<Money> {
    return toMoney((await sums(context, payment)).released);
  }

  @FieldResolver(() => Money)
  async refunded(@Root() payment: Payment, @Ctx() context: PaymentsContext): Promise<Money> {
    return toMoney((await sums(context, payment)).refunded);
  }

  @FieldResolver(() => Money, { description: 'Refunds asked for and not settled yet.' })
  async refundPending(@Root() payment: Payment, @Ctx() context: PaymentsContext): Promise<Money> {
    return toMoney((await sums(context, payment)).refundPending);
  }

  @FieldResolver(() => Money, { description: 'What could still be refunded.' })
  async refundable(@Root() payment: Payment, @Ctx() context: PaymentsContext): Promise<Money> {
    return toMoney(refundable(await sums(context, payment)));
  }

  @FieldResolver(() => [PaymentOperation])
  async operations(@Root() { id }: Payment, @Ctx() context: PaymentsContext): Promise<PaymentOperation[]> {
    return (await loadOperations(context, id)).map(operationView);
  }

  @FieldResolver(() => [String], { nullable: true, description: 'Why this contract takes the payment. Staff only.' })
  routing(@Root() payment: PaymentView, @Ctx() { actor }: PaymentsContext): readonly string[] | null {
    return isStaff(actor) ? payment.facts.routing : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The payment\'s number at the provider. Staff only.' })
  providerPaymentId(@Root() payment: PaymentView, @Ctx() { actor }: PaymentsContext): string | null {
    return isStaff(actor) ? payment.facts.providerPaymentId : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why a person has to look at this payment. Staff only.' })
  reviewReason(@Root() payment: PaymentView, @Ctx() { actor }: PaymentsContext): string | null {
    return isStaff(actor) ? payment.facts.reviewReason : null;
  }

  @FieldResolver(() => BankEventConnection, { description: 'Every exchange with the provider, oldest first, masked. Staff only.' })
  async bankEvents(
    @Root() { id }: Payment,
    @Args(() => BankEventArgs) args: BankEventArgs,
    @Ctx() { actor, reads }: PaymentsContext,
  ): Promise<ConnectionValue<BankEvent>> {
    if (!isStaff(actor)) throw new GraphQLError(forbidden().message, { extensions: { code: 'FORBIDDEN' } });
    const page = pageOf(args, 1);
    const words = args.search ? args.search.replaceAll('\u0000', '').slice(0, searchMax) : null;
    const rows = await reads.bankEvents({ paymentId: id, afterId: afterNumber(page.after), limit: page.limit + 1, search: words });
    return toConnection(rows.map(bankEventView), page, (event) => [event.id]);
  }
}
