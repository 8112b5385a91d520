import type { ChildOrderId, LegalEntityId, OrderLineId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';

export type VatCategory = 'standard' | 'reduced' | 'zero' | 'none' | 'usn5' | 'usn7';
/** Tag 1055. */
export type TaxationSystem = 'osn' | 'usn_income' | 'usn_income_outcome' | 'esn' | 'patent';
export type Measure = 'piece' | 'gram' | 'kilogram' | 'meter' | 'liter';
export type LineKind = 'goods' | 'service' | 'delivery';
export type AgentSign = 'bank_paying_agent' | 'bank_paying_subagent' | 'paying_agent' | 'paying_subagent' | 'attorney' | 'commission_agent' | 'another';

/** Tags 1222 (sign), 1225 (supplier's name), 1226 (supplier's INN), 1171 (supplier's phones). */
export type Agent = Readonly<{ sign: AgentSign; supplierName: string; supplierInn: string; supplierPhones: readonly string[] }>;

/** What was ordered. `quantityMilli` is thousandths of the measure; `total` is what is owed for it after every discount. */
export type OrderLine = Readonly<{
  lineId: OrderLineId;
  kind: LineKind;
  name: string;
  quantityMilli: number;
  measure: Measure;
  total: Minor;
  vatCategory: VatCategory;
  agent: Agent | null;
}>;

/** The part of an order that one legal entity sells from one warehouse: the unit that gets receipts of its own. */
export type ChildOrder = Readonly<{ childOrderId: ChildOrderId; legalEntityId: LegalEntityId; total: Minor; lines: readonly OrderLine[] }>;
export type Order = Readonly<{ total: Minor; children: readonly ChildOrder[] }>;

/** How much of a line a payment's event touches. */
export type LinePart = Readonly<{ lineId: OrderLineId; quantityMilli: number; total: Minor }>;
export type ChildPart = Readonly<{ childOrderId: ChildOrderId; total: Minor; lines: readonly LinePart[] }>;
