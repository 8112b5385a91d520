import { bankOf, takesPayments, type Bank as KnownBank } from '@paygraph/shared/banks';
import { minor } from '@paygraph/shared/money';
import type { Stored, Things } from '../domain/things';
import { openers } from '../use-cases/openers';
import type { UseCases } from '../use-cases/index';
import type { Bank } from './bank.type';
import type { CashRegister } from './cash-register.type';
import type { Contract } from './contract.type';
import type { Platform } from './platform.type';
import type { Routing } from './routing.type';

type Secret = Things['Contract']['sealed'];

// The ciphertext stays behind here: nothing beyond this file has it.
const withoutSecret = <T extends { sealed: Secret }>({ sealed, ...thing }: T, isCurrent: boolean) => ({
  ...thing,
  credentialsSet: true,
  sealedWithKeyId: sealed.keyId,
  sealedWithCurrentKey: isCurrent,
});

const orNull = (value: number | null) => (value === null ? null : minor(value));

export const bankView = (bank: KnownBank): Bank => ({ ...bank, formerly: bank.formerly ?? null, since: bank.since ?? null, successor: bank.successor ?? null, takesPayments: takesPayments(bank) });

const bankNamed = (code: string | null): Bank | null => {
  const bank = code === null ? undefined : bankOf(code);
  return bank ? bankView(bank) : null;
};

export const contractView = (thing: Stored<Things['Contract']>, { isCurrentKey }: UseCases): Contract => ({
  ...withoutSecret(thing, isCurrentKey(openers.Contract, thing.sealed.keyId)),
  bank: bankNamed(thing.bank),
  methods: thing.methods.map((one) => ({ ...one, minAmount: orNull(one.minAmount), maxAmount: orNull(one.maxAmount) })),
  settings: { ...thing.settings, notificationTrustLimit: minor(thing.settings.notificationTrustLimit) },
});

export const routingView = ({ rules, hiding }: Things['Routing']): Routing => ({ rules: rules.map((rule) => ({ ...rule, minTotal: orNull(rule.minTotal), maxTotal: orNull(rule.maxTotal) })), hiding });

export const registerView = (thing: Stored<Things['CashRegister']>, { isCurrentKey }: UseCases): CashRegister =>
  withoutSecret(thing, isCurrentKey(openers.CashRegister, thing.sealed.keyId));

export const platformView = (thing: Stored<Things['Platform']>, { isCurrentKey }: UseCases): Platform =>
  withoutSecret(thing, isCurrentKey(openers.Platform, thing.sealed.keyId));
