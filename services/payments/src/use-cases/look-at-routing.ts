import type { ContractId, MerchantId } from '@paygraph/shared/ids';
import type { Result } from '@paygraph/shared/result';
import { cartOf, type Cart } from '../domain/cart';
import { capabilityOf, methods, type Method } from '../domain/facts';
import { chooseRoute, type Route, type RoutingError } from '../domain/routing';
import { contractsOf } from '../storage/contracts';
import { routingOf } from '../storage/routing';
import { awaitOrder } from './await-order';
import type { Deps } from './deps';

export type CartAsk = Readonly<{ merchantId: MerchantId; /** Set when a buyer asks: only his own orders are there. */ customerId?: string; orderId?: string; cart?: Cart }>;

const cartFor = async (deps: Deps, { orderId = '', cart, ...who }: CartAsk): Promise<Cart | null> => {
  if (cart) return cart;
  const order = await awaitOrder(deps, { ...who, orderId });
  return order && cartOf(order);
};

type Looked = Readonly<{ cart: Cart; choose: (method: Method, wanted?: ContractId) => Result<Route, RoutingError> }>;

const look = async (deps: Deps, ask: CartAsk): Promise<Looked | null> => {
  const cart = await cartFor(deps, ask);
  if (!cart) return null;
  const [contracts, routing] = await deps.db.read(ask.merchantId, (sql) => Promise.all([contractsOf(sql, ask.merchantId), routingOf(sql, ask.merchantId)]));
  return { cart, choose: (method, wanted) => chooseRoute({ cart, contracts, routing, method, wanted, providers: deps.providers.codes, answers: deps.providers.answers }) };
};

/** What routing would decide now, and why; null when there is no such order. Changes nothing. */
export const explainRouting = async (deps: Deps, { method, contractId, ...ask }: CartAsk & Readonly<{ method: Method; contractId?: ContractId }>): Promise<Result<Route, RoutingError> | null> =>
  (await look(deps, ask))?.choose(method, contractId) ?? null;

/** `hold`: the money is frozen first, and taken later. `saved`: the card, or the account, can be kept for the next time. */
export type AvailableMethod = Readonly<{ method: Method; available: boolean; hold: boolean; saved: boolean; explanation: readonly string[] }>;

const availability = (method: Method, route: Result<Route, RoutingError>): AvailableMethod => {
  if (!route.ok) return { method, available: false, hold: false, saved: false, explanation: route.error.explanation };
  const { hold, saved } = capabilityOf(route.value.contract, method);
  return { method, available: true, hold, saved, explanation: route.value.explanation };
};

/** Every method that there is, and whether this cart can be paid by it; null when there is no such order. */
export const availableMethods = async (deps: Deps, ask: CartAsk): Promise<readonly AvailableMethod[] | null> => {
  const looked = await look(deps, ask);
  return looked && methods.map((method) => availability(method, looked.choose(method)));
};
