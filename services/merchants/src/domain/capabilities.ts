import type { Rule } from './rule';

export const paymentMethods = ['card', 'sbp'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** What a contract can do. The hold's length belongs to (acquirer, method): the same method has different clocks elsewhere. */
export type Capabilities = Readonly<{
  methods: readonly PaymentMethod[];
  hold: boolean;
  holdDays: number;
  partialCapture: boolean;
  partialRefund: boolean;
  savedCards: boolean;
}>;

/** `notificationTrustLimit` in kopecks; times in seconds. */
export type ContractSettings = Readonly<{
  notificationTrustLimit: number;
  holdExpiryAction: 'capture' | 'void';
  holdExpiryLeadSeconds: number;
  pageLifetimeSeconds: number;
}>;

/**
 * Banks publish no limits of their own behind PayKeeper: 7 days, counting the day of authorisation, is what the national card system
 * lets a hold live. Void is the safe action: it takes nobody's money.
 */
export const usualCapabilities: Capabilities = { methods: ['card'], hold: true, holdDays: 7, partialCapture: true, partialRefund: true, savedCards: false };
export const usualSettings: ContractSettings = {
  notificationTrustLimit: 1_500_000,
  holdExpiryAction: 'void',
  holdExpiryLeadSeconds: 12 * 3600,
  pageLifetimeSeconds: 24 * 3600,
};

const withCard = ({ methods }: Capabilities): boolean => methods.includes('card');

export const capabilityRules: readonly Rule<Capabilities>[] = [
  { field: 'methods', message: 'Name at least one method, each once.', holds: ({ methods }) => methods.length > 0 && new Set(methods).size === methods.length },
  { field: 'hold', message: 'Only a card payment can be held: SBP has no hold. Add CARD to the methods or switch the hold off.', holds: (given) => !given.hold || withCard(given) },
  { field: 'holdDays', message: 'A hold lives 1 to 30 days.', holds: ({ holdDays }) => Number.isInteger(holdDays) && holdDays >= 1 && holdDays <= 30 },
  { field: 'partialCapture', message: 'A part can be captured only of a hold; switch the hold on or this off.', holds: ({ partialCapture, hold }) => !partialCapture || hold },
  { field: 'savedCards', message: 'Cards can be saved only where cards are taken; add CARD to the methods or switch this off.', holds: (given) => !given.savedCards || withCard(given) },
];

const daySeconds = 86_400;
const isBetween = (value: number, min: number, max: number): boolean => Number.isSafeInteger(value) && value >= min && value <= max;

export const settingRules: readonly Rule<ContractSettings>[] = [
  { field: 'notificationTrustLimit', message: 'Give whole kopecks, 0 or more.', holds: ({ notificationTrustLimit }) => isBetween(notificationTrustLimit, 0, Number.MAX_SAFE_INTEGER) },
  { field: 'holdExpiryLeadSeconds', message: 'Give 60 seconds or more.', holds: ({ holdExpiryLeadSeconds }) => isBetween(holdExpiryLeadSeconds, 60, 30 * daySeconds) },
  { field: 'pageLifetimeSeconds', message: 'A payment page stays open for 60 seconds to 30 days.', holds: ({ pageLifetimeSeconds }) => isBetween(pageLifetimeSeconds, 60, 30 * daySeconds) },
];

type WithBoth = Readonly<{ capabilities: Capabilities; settings: ContractSettings }>;

/** The hold counts the day of authorisation as its first: one that begins at 23:59 has a day less to live. */
export const holdTimeRule: Rule<WithBoth> = {
  field: 'settings.holdExpiryLeadSeconds',
  message: 'The action would come before the payment: the lead must be shorter than the hold less its first day.',
  holds: ({ capabilities: { hold, holdDays }, settings }) => !hold || settings.holdExpiryLeadSeconds < Math.max(holdDays - 1, 0.5) * daySeconds,
};
