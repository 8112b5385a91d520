import type { Figure } from './figures';
import type { System } from './host/system';

export type BenchOptions = Readonly<{
  /** Length of one measured round. */
  seconds: number;
  rounds: number;
  /** How long to look for the sustained rate, for each bank. */
  searchSeconds: number;
  /** Merchants among whom the buyers are spread, each with a bank and a cash register of its own. */
  shops: number;
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
    /** Purchases per second by the bank's name, written by the part that finds it. */
    sustained: Map<string, number>;
  }>;

/** Each part is a file of its own in parts/, listed in run.ts. */
export type BenchPart = Readonly<{ name: string; about: string; run(context: BenchContext): Promise<readonly Figure[]> }>;
