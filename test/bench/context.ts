import type { Figure } from './figures';
import type { System } from './host/system';
import type { Store } from './store/store';

/** How much of everything that is counted and not timed. */
export type Sizes = Readonly<{
  /** Subscribers who watch an order that rests, and those whose orders move. */
  idle: number;
  active: number;
  /** Events sent through outbox, bus, inbox and timeline while all is well. */
  events: number;
  /** Events that pile up while their reader is frozen. */
  backlog: number;
  /** Stored orders at which the cost of a purchase is taken, growing. */
  growth: readonly number[];
  /** How long purchases go on while memory is watched. */
  steadyMinutes: number;
}>;

export type BenchOptions = Readonly<{
  /** Length of one measured round. */
  seconds: number;
  rounds: number;
  /** How long to look for the sustained rate, for each bank. */
  searchSeconds: number;
  /** Merchants among whom the buyers are spread, each with a bank and a cash register of its own. */
  shops: number;
  bus: 'kafka' | 'postgres';
  sizes: Sizes;
  /** Folder for CPU profiles and statistics of statements; nothing is profiled without it. */
  profile?: string;
  /** Names of parts; empty = all. */
  only: readonly string[];
  /** Told as it goes, for people who wait. */
  say: (text: string) => void;
}>;

/** What a part is given. Parts of one run share the system and what earlier parts found out. */
export type BenchContext = BenchOptions &
  Readonly<{
    /** The whole system as separate processes, started when it is first asked for. */
    system(): Promise<System>;
    /** The system's stored orders, and copies of them by the thousand. */
    store(): Promise<Store>;
    /** Purchases per second by the bank's name, written by the part that finds it. */
    sustained: Map<string, number>;
  }>;

/** Each part is a file of its own in parts/, listed in run.ts. */
export type BenchPart = Readonly<{ name: string; about: string; run(context: BenchContext): Promise<readonly Figure[]> }>;
