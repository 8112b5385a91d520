import { z } from 'zod';

/** Kopecks (minor units of the currency), whole and never negative: a direction is said by the event's type, not by a sign. */
export const amount = z.int().nonnegative();
export const id = z.uuid();
export const at = z.iso.datetime({ offset: true });
export const currency = z.literal('RUB');
/** Thousandths of the measure: 1500 is 1.5 kg, 2000 is two pieces. Keeps weight goods exact without floats. */
export const quantityMilli = z.int().positive();

/** VAT by kind, not by percent: what `standard` means on a day is told by the rates of TaxSettingsConfigured. */
export const vatCategory = z.enum(['standard', 'reduced', 'zero', 'none', 'usn5', 'usn7']);
export const taxationSystem = z.enum(['osn', 'usn_income', 'usn_income_outcome', 'esn', 'patent']);
/** Tag 1222, item level: what kind of agent the seller is for this line. */
export const agentSign = z.enum(['bank_paying_agent', 'bank_paying_subagent', 'paying_agent', 'paying_subagent', 'attorney', 'commission_agent', 'another']);
export const agent = z.object({ sign: agentSign, supplierName: z.string(), supplierInn: z.string(), supplierPhones: z.array(z.string()) });

/** A JWE for one service: `sealed` text is opaque to everybody else, the bus included. */
export const sealed = z.string().min(1);

/** A line of a child order. `total` is what the buyer owes for it after every discount; it rules over price × quantity. */
export const orderLine = z.object({
  lineId: id,
  kind: z.enum(['goods', 'service', 'delivery']),
  name: z.string().min(1),
  sku: z.string().nullable(),
  quantityMilli,
  measure: z.enum(['piece', 'gram', 'kilogram', 'meter', 'liter']),
  price: amount,
  discount: amount,
  total: amount,
  vatCategory,
  agent: agent.nullable(),
});

/** How much of a line something touches: quantity and the kopecks that belong to that quantity. */
export const linePart = z.object({ lineId: id, quantityMilli, total: amount });
export const childPart = z.object({ childOrderId: id, total: amount, lines: z.array(linePart) });
