import { registerEnumType } from 'type-graphql';

/** Upper case in the graph, the events' own words inside. */
const enumOf = <const V extends Readonly<Record<string, string>>>(name: string, values: V, description?: string): V => {
  registerEnumType(values, { name, description });
  return values;
};

export const VatCategory = enumOf(
  'VatCategory',
  { STANDARD: 'standard', REDUCED: 'reduced', ZERO: 'zero', NONE: 'none', USN5: 'usn5', USN7: 'usn7' },
  'A kind of VAT; what percent it is on a day is told by the tax settings.',
);
export const TaxationSystem = enumOf('TaxationSystem', {
  OSN: 'osn', USN_INCOME: 'usn_income', USN_INCOME_OUTCOME: 'usn_income_outcome', ESN: 'esn', PATENT: 'patent',
});
export const AgentSign = enumOf(
  'AgentSign',
  {
    BANK_PAYING_AGENT: 'bank_paying_agent', BANK_PAYING_SUBAGENT: 'bank_paying_subagent', PAYING_AGENT: 'paying_agent', PAYING_SUBAGENT: 'paying_subagent',
    ATTORNEY: 'attorney', COMMISSION_AGENT: 'commission_agent', ANOTHER: 'another',
  },
  'Tag 1222 of a receipt.',
);
export const ContractMethod = enumOf('ContractMethod', { CARD: 'card', SBP: 'sbp' });
export const PayeeAccount = enumOf('PayeeAccount', { SETTLEMENT: 'settlement', NOMINAL: 'nominal' }, 'Whose account the money reaches: the seller’s own, or one where it belongs to others until it is shared out.');
export const BankState = enumOf(
  'BankState',
  { ACTIVE: 'active', RENAMED: 'renamed', JOINING: 'joining', JOINED: 'joined', REVOKED: 'revoked' },
  'JOINING: at work, another bank is taking it over. JOINED: gone into another. REVOKED: has no licence any more.',
);
export const CartSplit = enumOf('CartSplit', { ANY: 'any', WHOLE: 'whole', SPLIT: 'split' }, 'WHOLE: a cart in one part. SPLIT: a cart divided over warehouses, vendors or legal entities.');
export const HoldExpiryAction = enumOf('HoldExpiryAction', { CAPTURE: 'capture', VOID: 'void' });
export const ClosingSettlement = enumOf('ClosingSettlement', { ADVANCE: 'advance', CASHLESS: 'cashless' }, 'How the offset of a prepayment is named to the cash register.');
export const PlatformKind = enumOf('PlatformKind', { DELIVERY: 'delivery' });
