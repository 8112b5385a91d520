import { isUuid, type ContractId } from '@paygraph/shared/ids';
import { GraphQLError } from 'graphql';
import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { Cart } from '../domain/cart';
import { availableMethods, explainRouting, type CartAsk } from '../use-cases/look-at-routing';
import type { PaymentsContext } from './context';
import { AvailablePaymentMethod, CartArgs, RoutingArgs, RoutingDecision, type CartInput } from './routing.type';
import { isStaff } from './viewer';

const partsMax = 1_000;

const badCart = (field: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_CART', field } });

const cartGiven = ({ total, parts }: CartInput): Cart => {
  if (total < 0) throw badCart('cart.total', 'Give whole kopecks, 0 or more.');
  if (parts.length === 0 || parts.length > partsMax) throw badCart('cart.parts', `Give 1 to ${partsMax} parts.`);
  return { total, parts: parts.map(({ legalEntityId, warehouseId, vendorId }) => ({ legalEntityId, warehouseId: warehouseId ?? null, vendorId: vendorId ?? null })) };
};

const askOf = ({ actor }: PaymentsContext, { orderId, cart }: CartArgs): CartAsk => {
  if ((orderId ?? null) === null ? !cart : cart) throw badCart('orderId', 'Give the order or the cart, one of them.');
  const buyer = actor.role === 'CUSTOMER' ? { customerId: actor.customerId ?? '' } : {};
  return { merchantId: actor.merchantId, ...buyer, orderId: orderId ?? undefined, cart: cart ? cartGiven(cart) : undefined };
};

@Resolver()
export class RoutingQueries {
  @Query(() => RoutingDecision, { nullable: true, description: 'Which contract would take an order, or a cart, now, and why. Null when there is no such order.' })
  async explainRouting(@Args(() => RoutingArgs) { method, contractId, ...given }: RoutingArgs, @Ctx() context: PaymentsContext): Promise<RoutingDecision | null> {
    if (contractId && !isUuid(contractId)) throw badCart('contractId', 'Give the id of a contract, or leave it out.');
    const route = await explainRouting(context.deps, { ...askOf(context, given), method, contractId: (contractId ?? undefined) as ContractId | undefined });
    if (!route) return null;
    return route.ok ? { contract: { id: route.value.contract.id }, explanation: route.value.explanation } : { contract: null, explanation: route.error.explanation };
  }

  @Query(() => [AvailablePaymentMethod], { nullable: true, description: 'How an order, or a cart, can be paid now. Null when there is no such order.' })
  async availablePaymentMethods(@Args(() => CartArgs) given: CartArgs, @Ctx() context: PaymentsContext): Promise<AvailablePaymentMethod[] | null> {
    const found = await availableMethods(context.deps, askOf(context, given));
    return found?.map((one) => ({ ...one, explanation: isStaff(context.actor) ? one.explanation : null })) ?? null;
  }
}
