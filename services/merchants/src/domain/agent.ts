import { isInn } from './inn';
import type { Rule } from './rule';
import { isLine, isReceiptPhone } from './text';

/** Tag 1222, item level. */
export const agentSigns = ['bank_paying_agent', 'bank_paying_subagent', 'paying_agent', 'paying_subagent', 'attorney', 'commission_agent', 'another'] as const;
export type AgentSign = (typeof agentSigns)[number];
/** Tags 1222, 1225, 1226, 1171: for whom the merchant sells. */
export type Agent = Readonly<{ sign: AgentSign; supplierName: string; supplierInn: string; supplierPhones: readonly string[] }>;

const payingSigns: readonly AgentSign[] = ['bank_paying_agent', 'bank_paying_subagent', 'paying_agent', 'paying_subagent'];

export const agentRules: readonly Rule<Agent>[] = [
  { field: 'supplierInn', message: 'Give the supplier’s INN of 10 or 12 digits; its check digits do not fit. It is compulsory with an agent sign (tag 1226).', holds: ({ supplierInn }) => isInn(supplierInn) },
  { field: 'supplierName', message: 'Give the supplier’s name in 1 to 239 printable characters (tag 1225).', holds: ({ supplierName }) => isLine(supplierName, 239) },
  { field: 'supplierPhones', message: 'Give each phone once as + and up to 18 digits (tag 1171), five phones at most.', holds: ({ supplierPhones: phones }) => phones.every(isReceiptPhone) && new Set(phones).size === phones.length && phones.length <= 5 },
  { field: 'supplierPhones', message: 'A paying agent must name the supplier’s phone.', holds: ({ sign, supplierPhones }) => !payingSigns.includes(sign) || supplierPhones.length > 0 },
];
