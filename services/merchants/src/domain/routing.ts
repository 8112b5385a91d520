import { paymentMethods, type PaymentMethod } from './capabilities';
import { inEach, type Rule } from './rule';
import { lineRule } from './text';

export const splitKinds = ['any', 'whole', 'split'] as const;

/**
 * Which contracts take the money of which carts: the first of `contractIds` that is able to, the others in its place when it is not.
 * An empty list is no condition. `split`: of a cart in several parts, or in one. Totals in kopecks, both ends included.
 */
export type RoutingRule = Readonly<{
  name: string;
  methods: readonly PaymentMethod[];
  minTotal: number | null;
  maxTotal: number | null;
  legalEntityIds: readonly string[];
  vendorIds: readonly string[];
  split: (typeof splitKinds)[number];
  contractIds: readonly string[];
}>;

/** A method that is not offered for a cart from several warehouses, or of several vendors. */
export type HidingRule = Readonly<{ method: PaymentMethod; severalWarehouses: boolean; severalVendors: boolean }>;

export type Routing = Readonly<{ rules: readonly RoutingRule[]; hiding: readonly HidingRule[] }>;

const rulesMax = 100;
const isTotal = (value: number | null): boolean => value === null || (Number.isSafeInteger(value) && value >= 0);
const isUnique = <T>(values: readonly T[]): boolean => new Set(values).size === values.length;

const ruleRules: readonly Rule<RoutingRule>[] = [
  lineRule('name', 256),
  { field: 'contractIds', message: 'Name at least one contract, each once: the first is tried first.', holds: ({ contractIds }) => contractIds.length > 0 && isUnique(contractIds) },
  { field: 'minTotal', message: 'Give whole kopecks, 0 or more, or leave it out.', holds: ({ minTotal }) => isTotal(minTotal) },
  { field: 'maxTotal', message: 'Give whole kopecks, 0 or more, or leave it out.', holds: ({ maxTotal }) => isTotal(maxTotal) },
  { field: '', message: 'maxTotal is less than minTotal: no cart would ever fit.', holds: ({ minTotal, maxTotal }) => minTotal === null || maxTotal === null || minTotal <= maxTotal },
];

export const routingRules: readonly Rule<Routing>[] = [
  { field: 'rules', message: `Give ${rulesMax} rules at most.`, holds: ({ rules }) => rules.length <= rulesMax },
  ...inEach('rules', ({ rules }: Routing) => rules, ruleRules),
  { field: 'rules', message: 'Two rules have the same name; an explanation could not tell them apart.', holds: ({ rules }) => isUnique(rules.map(({ name }) => name)) },
  { field: 'hiding', message: `Name each of ${paymentMethods.join(', ')} once at most.`, holds: ({ hiding }) => isUnique(hiding.map(({ method }) => method)) },
];
