import type { AccessFaults } from '../kit/paykeeper-access';
import { transportFaultNames } from '../kit/transport-faults';

export type DeclineReason = 'insufficient_funds' | 'card_blocked' | 'refused_by_bank' | 'canceled_by_buyer';

/** The wire's faults and those of a bank that behaves badly. */
export type PayKeeperFaults = AccessFaults & {
  /** So many extra copies of each notification, all at the same moment. */
  duplicateNotifications: number;
  /** The shop hears of the payment before the call that made it is answered. */
  notificationsBeforeAnswer: true;
  /** Gathers so many notifications (true = 2), then sends them last first. */
  reorderNotifications: true | number;
  delayNotificationsMs: number;
  neverNotify: true;
  declineAll: true | DeclineReason;
  /** `early` (or true): new and open holds are captured at once; `never`: they outlive their term; `release`: they are let go at its end. */
  holdAutoCapture: true | 'early' | 'never' | 'release';
  failRefunds: true;
  /** Kopecks added to the notified sum (true = 100), under a valid key. */
  wrongAmountInNotification: true | number;
  /** Shifts the dates and times that the server shows. */
  clockSkewSeconds: number;
};

export const payKeeperFaultNames = [
  ...transportFaultNames, 'duplicateNotifications', 'notificationsBeforeAnswer', 'reorderNotifications', 'delayNotificationsMs', 'neverNotify',
  'rotateToken', 'declineAll', 'holdAutoCapture', 'failRefunds', 'wrongAmountInNotification', 'clockSkewSeconds',
] as const satisfies readonly (keyof PayKeeperFaults)[];
