import { isFromSeveralWarehouses, isOfSeveralVendors, type Cart } from './cart';
import type { Method } from './facts';

/** Which contracts take the money of which carts, as the merchant configured it; an empty list is no condition. Totals in kopecks, both ends included. */
export type RoutingRule = Readonly<{
  name: string;
  methods: readonly Method[];
  minTotal: number | null;
  maxTotal: number | null;
  legalEntityIds: readonly string[];
  vendorIds: readonly string[];
  split: 'any' | 'whole' | 'split';
  contractIds: readonly string[];
}>;
export type HidingRule = Readonly<{ method: Method; severalWarehouses: boolean; severalVendors: boolean }>;
/** `rules`: the first that fits decides. `hiding`: when a method is not offered at all. */
export type RoutingFacts = Readonly<{ rules: readonly RoutingRule[]; hiding: readonly HidingRule[] }>;

export const noRouting: RoutingFacts = { rules: [], hiding: [] };

type Condition = (rule: RoutingRule, cart: Cart, method: Method) => boolean;

const areAmong = (listed: readonly string[], ids: readonly (string | null)[]): boolean => listed.length === 0 || ids.every((id) => id !== null && listed.includes(id));

const conditions: readonly Condition[] = [
  ({ methods }, _cart, method) => methods.length === 0 || methods.includes(method),
  ({ minTotal }, { total }) => minTotal === null || total >= minTotal,
  ({ maxTotal }, { total }) => maxTotal === null || total <= maxTotal,
  ({ legalEntityIds }, { parts }) => areAmong(legalEntityIds, parts.map(({ legalEntityId }) => legalEntityId)),
  ({ vendorIds }, { parts }) => areAmong(vendorIds, parts.map(({ vendorId }) => vendorId)),
  ({ split }, { parts }) => split === 'any' || (split === 'split') === parts.length > 1,
];

/** The first rule whose every condition is true of the cart. */
export const ruleFor = ({ rules }: RoutingFacts, cart: Cart, method: Method): RoutingRule | undefined => rules.find((rule) => conditions.every((holds) => holds(rule, cart, method)));

/** Why the merchant does not offer the method for this cart, in plain words; null when it does. */
export const whyHidden = ({ hiding }: RoutingFacts, cart: Cart, method: Method): string | null => {
  const rule = hiding.find((one) => one.method === method);
  if (rule?.severalWarehouses && isFromSeveralWarehouses(cart)) return `${method} is not offered for goods from several warehouses, by a setting of the merchant`;
  if (rule?.severalVendors && isOfSeveralVendors(cart)) return `${method} is not offered for goods of several vendors, by a setting of the merchant`;
  return null;
};
