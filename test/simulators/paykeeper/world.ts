import { randomBytes, randomInt } from 'node:crypto';
import { Agenda } from '../kit/agenda';
import { Clock } from '../kit/clock';
import type { Faults } from '../kit/faults';
import { Journal } from '../kit/journal';
import { moscowDigits } from '../kit/moscow-time';
import type { PayKeeperFaults } from './faults';
import type { Card, Payment, Purchase } from './payment';
import type { PayKeeperSettings } from './settings';

export type Invoice = {
  readonly id: string; readonly purchase: Purchase; readonly createdAt: number; expiresAt: number | undefined;
  status: 'created' | 'sent' | 'paid' | 'expired'; paymentId: string | undefined; paidAt: number | undefined;
};
export type Binding = Readonly<{ bankId: string; clientId: string; card: Card }>;

export type WorldParts = Readonly<{
  login: string; password: string; secret: string; clock: Clock; agenda: Agenda; journal: Journal; faults: Faults<PayKeeperFaults>; settings: PayKeeperSettings;
}>;

/** Everything that one PayKeeper server knows. The maps are the provider's truth; nothing else is. */
export type World = Omit<WorldParts, 'settings'> & {
  settings: PayKeeperSettings;
  url: string;
  readonly invoices: Map<string, Invoice>;
  readonly payments: Map<string, Payment>;
  readonly bindings: Map<string, Binding>;
  readonly stopping: AbortController;
  lastPaymentId: number;
  lastInvoiceMs: number;
};

// Ids grow with the wall clock, so that a restarted simulator does not give an earlier one's ids to new payments.
const firstPaymentId = (): number => 100_000_000 + (Math.floor(Date.now() / 1000) % 800_000_000);

export const newWorld = (parts: WorldParts): World => ({
  ...parts,
  url: '',
  invoices: new Map(),
  payments: new Map(),
  bindings: new Map(),
  stopping: new AbortController(),
  lastPaymentId: firstPaymentId(),
  lastInvoiceMs: 0,
});

/** The moment as this server's clock shows it, a skewed one included. */
export const shownNow = ({ clock, faults }: World): number => clock.now() + (faults.peek('clockSkewSeconds') ?? 0) * 1000;

export const nextPaymentId = (world: World): string => String((world.lastPaymentId += 1));

/** 17 digits of the moment in Moscow; two in one millisecond are pushed apart. */
export const nextInvoiceId = (world: World): string => {
  world.lastInvoiceMs = Math.max(shownNow(world), world.lastInvoiceMs + 1);
  return moscowDigits(world.lastInvoiceMs);
};

export const randomDigits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');
/** Looks like the keys of public receipt pages. */
export const newReceiptKey = (): string => randomBytes(6).toString('base64url');
