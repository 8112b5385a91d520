import { minor } from '@paygraph/shared/money';
import type { Stored, Things } from '../domain/things';
import { openers } from '../use-cases/openers';
import type { UseCases } from '../use-cases/index';
import type { CashRegister } from './cash-register.type';
import type { Contract } from './contract.type';
import type { Platform } from './platform.type';

type Secret = Things['Contract']['sealed'];

// The ciphertext stays behind here: nothing beyond this file has it.
const withoutSecret = <T extends { sealed: Secret }>({ sealed, ...thing }: T, isCurrent: boolean) => ({
  ...thing,
  credentialsSet: true,
  sealedWithKeyId: sealed.keyId,
  sealedWithCurrentKey: isCurrent,
});

export const contractView = (thing: Stored<Things['Contract']>, { isCurrentKey }: UseCases): Contract => ({
  ...withoutSecret(thing, isCurrentKey(openers.Contract, thing.sealed.keyId)),
  settings: { ...thing.settings, notificationTrustLimit: minor(thing.settings.notificationTrustLimit) },
});

export const registerView = (thing: Stored<Things['CashRegister']>, { isCurrentKey }: UseCases): CashRegister =>
  withoutSecret(thing, isCurrentKey(openers.CashRegister, thing.sealed.keyId));

export const platformView = (thing: Stored<Things['Platform']>, { isCurrentKey }: UseCases): Platform =>
  withoutSecret(thing, isCurrentKey(openers.Platform, thing.sealed.keyId));
