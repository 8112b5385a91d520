import { agentRules } from './agent';
import { bankRules, holdTimeRule, methodRules, settingRules } from './capabilities';
import { paymentProviders, registerConnectors } from './connectors';
import { isInn, isPersonsInn } from './inn';
import { routingRules } from './routing';
import { within, type Rule } from './rule';
import { isEmail, lineRule } from './text';
import type { Draft, Kind, Things } from './things';
import { rateRules, vatAllowed } from './vat';
import { addressRule, type AddressPolicy } from './web-address';

const nameMax = 256;
const knownRule = <K extends string>(field: K, known: Readonly<Record<string, unknown>>): Rule<Record<K, string>> => ({
  field,
  message: `Name one of: ${Object.keys(known).join(', ')}.`,
  holds: (input) => Object.hasOwn(known, input[field]),
});

const legalEntityRules: readonly Rule<Things['LegalEntity']>[] = [
  lineRule('name', nameMax),
  { field: 'inn', message: 'Give the INN: 10 digits of a company or 12 of an entrepreneur. The check digits do not fit.', holds: ({ inn }) => isInn(inn) },
  { field: 'receiptSenderEmail', message: 'Give an e-mail address of 64 characters at most (tag 1117).', holds: (input) => isEmail(input.receiptSenderEmail) },
  { field: 'taxationSystem', message: 'Only an entrepreneur, with an INN of 12 digits, works by patent.', holds: (input) => input.taxationSystem !== 'patent' || isPersonsInn(input.inn) },
  { field: 'defaultVat', message: 'This VAT cannot be charged under this taxation system: 5 % and 7 % belong to the simplified one, a patent has none.', holds: (input) => vatAllowed[input.taxationSystem].includes(input.defaultVat) },
];

const vendorRules: readonly Rule<Things['Vendor']>[] = [
  lineRule('name', nameMax),
  ...within('agent', (vendor: Things['Vendor']) => vendor.agent, agentRules),
  { field: 'agent', message: 'A vendor with a legal entity of its own sells for itself: drop the agent scheme or the legal entity.', holds: (vendor) => vendor.agent === null || vendor.legalEntityId === null },
];

const contractRules = (policy: AddressPolicy): readonly Rule<Draft<Things['Contract']>>[] => [
  lineRule('name', nameMax),
  knownRule('provider', paymentProviders),
  addressRule('baseUrl', policy),
  ...bankRules,
  ...methodRules,
  ...within('settings', (contract: Draft<Things['Contract']>) => contract.settings, settingRules),
  holdTimeRule,
];

/** What must be true of each kind of thing before it is saved. */
export const rulesFor = (policy: AddressPolicy): { readonly [K in Kind]: readonly Rule<Draft<Things[K]>>[] } => ({
  Merchant: [lineRule('name', nameMax), addressRule('siteUrl', policy)],
  LegalEntity: legalEntityRules,
  Vendor: vendorRules,
  Warehouse: [lineRule('code', 64), lineRule('name', nameMax)],
  Contract: contractRules(policy),
  CashRegister: [lineRule('name', nameMax), knownRule('connector', registerConnectors), addressRule('baseUrl', policy)],
  TaxSettings: rateRules,
  Routing: routingRules,
  Platform: [lineRule('name', nameMax)],
});
