import { usualMethods, usualSettings, type ContractSettings, type MethodCapability } from './capabilities';
import { firstProblem } from './rule';
import { rulesFor } from './thing-rules';
import type { Agent } from './agent';
import type { RoutingRule } from './routing';
import type { Draft, Things } from './things';
import { lawfulRates, taxationSystems, vatCategories, type VatRate } from './vat';

const rules = rulesFor({ allowLoopback: true });
const strict = rulesFor({ allowLoopback: false });
const legalEntityId = '0190d9a0-0000-7000-8000-000000000001';

const legalEntity: Things['LegalEntity'] = {
  name: 'ООО «Ромашка»', inn: '7727401209', taxationSystem: 'osn', defaultVat: 'standard', receiptSenderEmail: 'shop@example.ru', active: true,
};
const contract: Draft<Things['Contract']> = {
  legalEntityId, name: 'Acquiring', provider: 'paykeeper', bank: 'sber', baseUrl: 'https://shop.server.paykeeper.ru', methods: [usualMethods.card], settings: usualSettings, active: true,
};
const agent: Agent = { sign: 'commission_agent', supplierName: 'ИП Петров', supplierInn: '500100732259', supplierPhones: [] };

const legalEntityField = (change: Partial<Things['LegalEntity']>): string | undefined => firstProblem(rules.LegalEntity, { ...legalEntity, ...change })?.field;
const contractField = (change: Partial<Draft<Things['Contract']>>): string | undefined => firstProblem(rules.Contract, { ...contract, ...change })?.field;
const cardField = (change: Partial<MethodCapability>): string | undefined => contractField({ methods: [{ ...usualMethods.card, ...change }] });
const settingField = (change: Partial<ContractSettings>): string | undefined => contractField({ settings: { ...usualSettings, ...change } });
const agentField = (change: Partial<Agent>): string | undefined =>
  firstProblem(rules.Vendor, { name: 'Seller', legalEntityId: null, agent: { ...agent, ...change }, active: true })?.field;
const ratesField = (rates: readonly VatRate[]): string | undefined => firstProblem(rules.TaxSettings, { defaultVat: 'standard', deliveryVat: 'standard', rates })?.field;

describe('a legal entity', () => {
  it('is accepted when its INN, tax system, VAT and address fit together', () => {
    expect(legalEntityField({})).toBeUndefined();
  });

  it('is refused by the name of the field that is wrong', () => {
    expect(legalEntityField({ inn: '7727401208' })).toBe('inn');
    expect(legalEntityField({ name: ' ' })).toBe('name');
    expect(legalEntityField({ name: 'Рога\u0000' })).toBe('name');
    expect(legalEntityField({ name: 'abc\u202ecba' })).toBe('name');
    expect(legalEntityField({ receiptSenderEmail: 'shop@localhost' })).toBe('receiptSenderEmail');
  });

  it('may charge exactly the VAT of its taxation system', () => {
    const inn = '500100732259';
    const allowed = taxationSystems.map((taxationSystem) => [taxationSystem, vatCategories.filter((defaultVat) => legalEntityField({ inn, taxationSystem, defaultVat }) === undefined)]);
    expect(Object.fromEntries(allowed)).toEqual({
      osn: ['standard', 'reduced', 'zero', 'none'],
      usn_income: ['standard', 'reduced', 'zero', 'none', 'usn5', 'usn7'],
      usn_income_outcome: ['standard', 'reduced', 'zero', 'none', 'usn5', 'usn7'],
      esn: ['standard', 'reduced', 'zero', 'none'],
      patent: ['none'],
    });
  });

  it('works by patent only as an entrepreneur', () => {
    expect(legalEntityField({ taxationSystem: 'patent', defaultVat: 'none' })).toBe('taxationSystem');
  });
});

describe('a contract', () => {
  it('is accepted with the usual capabilities', () => {
    expect(contractField({})).toBeUndefined();
  });

  it('cannot promise what its methods do not give', () => {
    expect(contractField({ methods: [] })).toBe('methods');
    expect(contractField({ methods: [usualMethods.card, usualMethods.card] })).toBe('methods');
    expect(contractField({ methods: [usualMethods.card, usualMethods.sbp] })).toBeUndefined();
    expect(contractField({ methods: [usualMethods.card, { ...usualMethods.sbp, hold: true }] })).toBe('methods[1].hold');
    expect(cardField({ hold: false })).toBe('methods[0].partialCapture');
  });

  it('has limits that some sum fits between', () => {
    expect(cardField({ minAmount: 100, maxAmount: 100 })).toBeUndefined();
    expect(cardField({ minAmount: 0 })).toBe('methods[0].minAmount');
    expect(cardField({ maxAmount: 1.5 })).toBe('methods[0].maxAmount');
    expect(cardField({ minAmount: 101, maxAmount: 100 })).toBe('methods[0]');
    expect(cardField({ feeBasisPoints: 10_001 })).toBe('methods[0].feeBasisPoints');
  });

  it.each(['qiwi', 'otkritie', 'minbank'])('is not at work with %s, but can be kept for what was paid through it', (bank) => {
    expect(contractField({ bank })).toBe('bank');
    expect(contractField({ bank, active: false })).toBeUndefined();
  });

  it('names a bank that is known, or none', () => {
    expect([contractField({ bank: 'constructor' }), contractField({ bank: null }), contractField({ bank: 'pochta' })]).toEqual(['bank', undefined, undefined]);
  });

  it.each([0, -1, 31, 1.5, Number.NaN])('refuses a hold of %p days', (holdDays) => {
    expect(cardField({ holdDays })).toBe('methods[0].holdDays');
  });

  it('acts on a hold after the hold began and before it ends', () => {
    expect(settingField({ holdExpiryLeadSeconds: 6 * 86_400 - 1 })).toBeUndefined();
    expect(settingField({ holdExpiryLeadSeconds: 6 * 86_400 })).toBe('settings.holdExpiryLeadSeconds');
  });

  it.each([-1, 0.5, 2 ** 53])('refuses %p as a sum of kopecks', (notificationTrustLimit) => {
    expect(settingField({ notificationTrustLimit })).toBe('settings.notificationTrustLimit');
  });

  it('names a provider that exists, whatever the name is', () => {
    expect([contractField({ provider: 'qiwi' }), contractField({ provider: 'constructor' }), contractField({ provider: '__proto__' })]).toEqual(['provider', 'provider', 'provider']);
  });

  it.each(['http://shop.ru', 'ftp://shop.ru', 'https://user:pass@shop.ru', 'https://shop.ru/?a=1', 'https://shop.ru/#a', 'https://169.254.169.254', 'https://[fe80::1]', 'shop.ru', '', 'javascript:alert(1)'])(
    'refuses %j as an address of the provider',
    (baseUrl) => {
      expect(contractField({ baseUrl })).toBe('baseUrl');
    },
  );

  it('may use http on this machine only where the deployment allows it', () => {
    const local = ['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'];
    expect(local.map((baseUrl) => contractField({ baseUrl }))).toEqual([undefined, undefined, undefined]);
    expect(local.map((baseUrl) => firstProblem(strict.Contract, { ...contract, baseUrl })?.field)).toEqual(['baseUrl', 'baseUrl', 'baseUrl']);
  });
});

const rule: RoutingRule = { name: 'all', methods: [], minTotal: null, maxTotal: null, legalEntityIds: [], vendorIds: [], split: 'any', contractIds: ['a', 'b'] };
const ruleField = (change: Partial<RoutingRule>): string | undefined => firstProblem(rules.Routing, { rules: [{ ...rule, ...change }], hiding: [] })?.field;

describe('routing', () => {
  it('is accepted when each rule can decide something', () => expect(ruleField({ minTotal: 0, maxTotal: 0 })).toBeUndefined());

  it('is refused by the name of the field that is wrong', () => {
    expect(ruleField({ name: '' })).toBe('rules[0].name');
    expect(ruleField({ contractIds: [] })).toBe('rules[0].contractIds');
    expect(ruleField({ contractIds: ['a', 'a'] })).toBe('rules[0].contractIds');
    expect(ruleField({ minTotal: -1 })).toBe('rules[0].minTotal');
    expect(ruleField({ maxTotal: 0.5 })).toBe('rules[0].maxTotal');
    expect(ruleField({ minTotal: 2, maxTotal: 1 })).toBe('rules[0]');
    expect(firstProblem(rules.Routing, { rules: [rule, rule], hiding: [] })?.field).toBe('rules');
    const hiding = { method: 'sbp', severalWarehouses: true, severalVendors: false } as const;
    expect(firstProblem(rules.Routing, { rules: [], hiding: [hiding, hiding] })?.field).toBe('hiding');
    expect(firstProblem(rules.Routing, { rules: Array.from({ length: 101 }, (_, index) => ({ ...rule, name: `r${index}` })), hiding: [] })?.field).toBe('rules');
  });
});

describe('a vendor', () => {
  it('sells by an agent scheme whose supplier has a valid INN', () => {
    expect(agentField({})).toBeUndefined();
    expect(agentField({ supplierInn: '500100732258' })).toBe('agent.supplierInn');
    expect(agentField({ supplierName: '' })).toBe('agent.supplierName');
    expect(agentField({ supplierPhones: ['89161234567'] })).toBe('agent.supplierPhones');
  });

  it('needs the supplier’s phone under a paying agent', () => {
    expect([agentField({ sign: 'paying_agent' }), agentField({ sign: 'paying_agent', supplierPhones: ['+79161234567'] })]).toEqual(['agent.supplierPhones', undefined]);
  });

  it('is either an agent’s supplier or a seller of its own', () => {
    expect(firstProblem(rules.Vendor, { name: 'Seller', legalEntityId, agent, active: true })?.field).toBe('agent');
  });
});

describe('tax settings', () => {
  const [old, present, ...rest] = lawfulRates as [VatRate, VatRate, ...VatRate[]];

  it('are accepted with the rates of the law', () => {
    expect(ratesField(lawfulRates)).toBeUndefined();
  });

  it.each<[string, VatRate[]]>([
    ['a hole between two rates', [{ ...old, to: '2025-12-30' }, present, ...rest]],
    ['two rates on one day', [{ ...old, to: '2026-01-01' }, present, ...rest]],
    ['an end that nothing follows', [old, { ...present, to: '2026-12-31' }, ...rest]],
    ['two open rates', [{ ...old, to: null }, present, ...rest]],
    ['a rate that ends before it begins', [{ ...old, from: '2026-01-01' }, present, ...rest]],
    ['a missing category', [old, present, ...rest.slice(1)]],
    ['no percent', [{ ...old, percent: null }, present, ...rest]],
    ['a percent where there is no VAT', [old, present, ...rest.map((rate) => (rate.category === 'none' ? { ...rate, percent: 0 } : rate))]],
    ['a day that does not exist', [{ ...old, from: '2019-02-29' }, present, ...rest]],
    ['a day with a time', [{ ...old, from: '2019-01-01T00:00:00Z' }, present, ...rest]],
  ])('refuse %s', (_, rates) => {
    expect(ratesField(rates)).toBe('rates');
  });
});
