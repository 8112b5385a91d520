import { usualCapabilities, usualSettings, type Capabilities, type ContractSettings } from './capabilities';
import { firstProblem } from './rule';
import { rulesFor } from './thing-rules';
import type { Agent } from './agent';
import type { Draft, Things } from './things';
import { lawfulRates, taxationSystems, vatCategories, type VatRate } from './vat';

const rules = rulesFor({ allowLoopback: true });
const strict = rulesFor({ allowLoopback: false });
const legalEntityId = '0190d9a0-0000-7000-8000-000000000001';

const legalEntity: Things['LegalEntity'] = {
  name: 'ООО «Ромашка»', inn: '7727401209', taxationSystem: 'osn', defaultVat: 'standard', receiptSenderEmail: 'shop@example.ru', active: true,
};
const contract: Draft<Things['Contract']> = {
  legalEntityId, name: 'Acquiring', provider: 'paykeeper', baseUrl: 'https://shop.server.paykeeper.ru', capabilities: usualCapabilities, settings: usualSettings, active: true,
};
const agent: Agent = { sign: 'commission_agent', supplierName: 'ИП Петров', supplierInn: '500100732259', supplierPhones: [] };

const legalEntityField = (change: Partial<Things['LegalEntity']>): string | undefined => firstProblem(rules.LegalEntity, { ...legalEntity, ...change })?.field;
const contractField = (change: Partial<Draft<Things['Contract']>>): string | undefined => firstProblem(rules.Contract, { ...contract, ...change })?.field;
const capabilityField = (change: Partial<Capabilities>): string | undefined => contractField({ capabilities: { ...usualCapabilities, ...change } });
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
    expect(capabilityField({ methods: [] })).toBe('capabilities.methods');
    expect(capabilityField({ methods: ['card', 'card'] })).toBe('capabilities.methods');
    expect(capabilityField({ methods: ['sbp'] })).toBe('capabilities.hold');
    expect(capabilityField({ hold: false })).toBe('capabilities.partialCapture');
    expect(capabilityField({ methods: ['sbp'], hold: false, partialCapture: false, savedCards: true })).toBe('capabilities.savedCards');
  });

  it.each([0, -1, 31, 1.5, Number.NaN])('refuses a hold of %p days', (holdDays) => {
    expect(capabilityField({ holdDays })).toBe('capabilities.holdDays');
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
