import type { Agenda } from '../kit/agenda';
import type { Clock } from '../kit/clock';
import type { Faults } from '../kit/faults';
import type { Journal } from '../kit/journal';
import type { KassaFaults } from './faults';
import type { Receipt } from './receipt';
import type { KassaSettings } from './settings';

/** Everything that one register knows. */
export type World = {
  readonly login: string; readonly password: string; readonly clock: Clock; readonly agenda: Agenda; readonly journal: Journal; readonly faults: Faults<KassaFaults>;
  settings: KassaSettings;
  readonly receipts: Map<string, Receipt>;
  /** The first receipt of each non-empty key: that is what a repeat gets. */
  readonly byKey: Map<string, Receipt>;
  lastReceiptId: number; lastDocument: number; shift: { number: number; day: string; printed: number };
};

// Ids grow with the wall clock, so that a restarted simulator does not give an earlier one's ids to new receipts.
const firstReceiptId = (): number => 10_000_000 + (Math.floor(Date.now() / 1000) % 80_000_000);

export const newWorld = (parts: Pick<World, 'login' | 'password' | 'clock' | 'agenda' | 'journal' | 'faults' | 'settings'>): World => ({
  ...parts,
  receipts: new Map(),
  byKey: new Map(),
  lastReceiptId: firstReceiptId(),
  lastDocument: 0,
  shift: { number: 0, day: '', printed: 0 },
});

/** The moment as this register's clock shows it. */
export const shownNow = ({ clock, faults }: World): number => clock.now() + (faults.peek('clockSkewSeconds') ?? 0) * 1000;
