import type { Clock } from './clock';

export type JournalEntry = Readonly<{ seq: number; at: string; kind: string; data: Readonly<Record<string, unknown>> }>;
type Watch = (entry: JournalEntry) => void;

const mostKept = 100_000;

/** Everything that reached the simulator and everything that happened in it, in order, never changed. Under load the oldest entries are let go. */
export class Journal {
  private written: JournalEntry[] = [];
  private lastSeq = 0;
  private readonly watchers = new Set<Watch>();
  constructor(private readonly clock: Clock) {}

  write(kind: string, data: Readonly<Record<string, unknown>>): void {
    const entry = { seq: (this.lastSeq += 1), at: new Date(this.clock.now()).toISOString(), kind, data };
    this.written.push(entry);
    if (this.written.length >= 2 * mostKept) this.written = this.written.slice(-mostKept);
    for (const watch of [...this.watchers]) watch(entry);
  }

  /** Entries after a sequence number (0 = all), of one kind or of every kind. */
  entries({ after = 0, kind = '' }: { after?: number; kind?: string } = {}): readonly JournalEntry[] {
    return this.written.filter((entry) => entry.seq > after && (kind === '' || entry.kind === kind));
  }

  /** The first entry that matches, now or later. @throws Error when none came in time. */
  waitFor(matches: (entry: JournalEntry) => boolean, timeoutMs = 5000): Promise<JournalEntry> {
    const already = this.written.find(matches);
    return already === undefined ? this.next(matches, timeoutMs) : Promise.resolve(already);
  }

  private next(matches: (entry: JournalEntry) => boolean, timeoutMs: number): Promise<JournalEntry> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.watchers.delete(watch);
        reject(new Error(`No such journal entry within ${timeoutMs} ms; last: ${JSON.stringify(this.written.at(-1))}`));
      }, timeoutMs);
      const watch: Watch = (entry) => {
        if (!matches(entry)) return;
        clearTimeout(timer);
        this.watchers.delete(watch);
        resolve(entry);
      };
      this.watchers.add(watch);
    });
  }
}
