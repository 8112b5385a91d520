import { bankOf, banks, takesPayments } from '@paygraph/shared/banks';
import { inEach, type Rule } from './rule';

export const paymentMethods = ['card', 'sbp'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** Whose account the money reaches: the seller's own, or one where it belongs to others until it is shared out. */
export type PayeeAccount = 'settlement' | 'nominal';

/**
 * What a contract lets be done by one method. The hold's length belongs to (acquirer, method): the same method has different clocks
 * elsewhere. Sums in kopecks; `feeBasisPoints`: hundredths of a per cent; null where the contract sets no limit or tells no fee.
 */
export type MethodCapability = Readonly<{
  method: PaymentMethod;
  hold: boolean;
  holdDays: number;
  partialCapture: boolean;
  partialRefund: boolean;
  /** A card can be bound, or an account, and charged later. */
  saved: boolean;
  payee: PayeeAccount;
  minAmount: number | null;
  maxAmount: number | null;
  feeBasisPoints: number | null;
}>;

/** `notificationTrustLimit` in kopecks; times in seconds. */
export type ContractSettings = Readonly<{
  notificationTrustLimit: number;
  holdExpiryAction: 'capture' | 'void';
  holdExpiryLeadSeconds: number;
  pageLifetimeSeconds: number;
}>;

const unlimited = { payee: 'settlement', minAmount: null, maxAmount: null, feeBasisPoints: null } as const;

/**
 * What a method is able to do where the administrator tells nothing else. Banks publish no limits of their own behind PayKeeper: 7 days,
 * counting the day of authorisation, is what the national card system lets a hold live, and SBP has no hold at all.
 */
export const usualMethods: Readonly<Record<PaymentMethod, MethodCapability>> = {
  card: { method: 'card', hold: true, holdDays: 7, partialCapture: true, partialRefund: true, saved: false, ...unlimited },
  sbp: { method: 'sbp', hold: false, holdDays: 1, partialCapture: false, partialRefund: true, saved: false, ...unlimited },
};

/** Void is the safe action: it takes nobody's money. */
export const usualSettings: ContractSettings = {
  notificationTrustLimit: 1_500_000,
  holdExpiryAction: 'void',
  holdExpiryLeadSeconds: 12 * 3600,
  pageLifetimeSeconds: 24 * 3600,
};

type WithMethods = Readonly<{ methods: readonly MethodCapability[] }>;

const isSum = (value: number | null): boolean => value === null || (Number.isSafeInteger(value) && value > 0);

const capabilityRules: readonly Rule<MethodCapability>[] = [
  { field: 'hold', message: 'Only a card payment can be held: SBP has no hold. Switch it off.', holds: ({ hold, method }) => !hold || method === 'card' },
  { field: 'holdDays', message: 'A hold lives 1 to 30 days.', holds: ({ holdDays }) => Number.isInteger(holdDays) && holdDays >= 1 && holdDays <= 30 },
  { field: 'partialCapture', message: 'A part can be captured only of a hold; switch the hold on or this off.', holds: ({ partialCapture, hold }) => !partialCapture || hold },
  { field: 'minAmount', message: 'Give whole kopecks, more than 0, or leave it out.', holds: ({ minAmount }) => isSum(minAmount) },
  { field: 'maxAmount', message: 'Give whole kopecks, more than 0, or leave it out.', holds: ({ maxAmount }) => isSum(maxAmount) },
  { field: '', message: 'maxAmount is less than minAmount: no sum fits between.', holds: ({ minAmount, maxAmount }) => minAmount === null || maxAmount === null || minAmount <= maxAmount },
  { field: 'feeBasisPoints', message: 'Give hundredths of a per cent, 0 to 10000, or leave it out.', holds: ({ feeBasisPoints: fee }) => fee === null || (Number.isInteger(fee) && fee >= 0 && fee <= 10_000) },
];

export const methodRules: readonly Rule<WithMethods>[] = [
  { field: 'methods', message: 'Name at least one method, each once.', holds: ({ methods }) => methods.length > 0 && new Set(methods.map(({ method }) => method)).size === methods.length },
  ...inEach('methods', ({ methods }: WithMethods) => methods, capabilityRules),
];

const daySeconds = 86_400;
const isBetween = (value: number, min: number, max: number): boolean => Number.isSafeInteger(value) && value >= min && value <= max;

export const settingRules: readonly Rule<ContractSettings>[] = [
  { field: 'notificationTrustLimit', message: 'Give whole kopecks, 0 or more.', holds: ({ notificationTrustLimit }) => isBetween(notificationTrustLimit, 0, Number.MAX_SAFE_INTEGER) },
  { field: 'holdExpiryLeadSeconds', message: 'Give 60 seconds or more.', holds: ({ holdExpiryLeadSeconds }) => isBetween(holdExpiryLeadSeconds, 60, 30 * daySeconds) },
  { field: 'pageLifetimeSeconds', message: 'A payment page stays open for 60 seconds to 30 days.', holds: ({ pageLifetimeSeconds }) => isBetween(pageLifetimeSeconds, 60, 30 * daySeconds) },
];

type WithBoth = WithMethods & Readonly<{ settings: ContractSettings }>;

/** The hold counts the day of authorisation as its first: one that begins at 23:59 has a day less to live. */
export const holdTimeRule: Rule<WithBoth> = {
  field: 'settings.holdExpiryLeadSeconds',
  message: 'The action would come before the payment: the lead must be shorter than the hold less its first day.',
  holds: ({ methods, settings }) => methods.every(({ hold, holdDays }) => !hold || settings.holdExpiryLeadSeconds < Math.max(holdDays - 1, 0.5) * daySeconds),
};

type WithBank = Readonly<{ bank: string | null; active: boolean }>;

/** A contract with a bank that is gone can be kept, for what was paid through it, but not at work. */
export const bankRules: readonly Rule<WithBank>[] = [
  { field: 'bank', message: `Name one of: ${banks.map(({ code }) => code).join(', ')}; or leave it out.`, holds: ({ bank }) => bank === null || bankOf(bank) !== undefined },
  {
    field: 'bank',
    message: 'This bank takes no payments any more: its licence is gone, or another bank took it over. Give the bank that you have a contract with today, or switch this contract off.',
    holds: ({ bank, active }) => {
      const known = bank === null ? undefined : bankOf(bank);
      return !active || !known || takesPayments(known);
    },
  },
];
