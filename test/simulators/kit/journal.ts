import type { Clock } from './clock';

export type JournalEntry = Readonly<{ seq: number; at: string; kind: string; data: Readonly<Record<string, unknown>> }>;

/** Everything that reached the simulator and everything that happened in it, in order, never changed. */
export class Journal {
  private readonly written: JournalEntry[] = [];
  private watchers: (() => void)[] = [];
  constructor(private readonly clock: Clock) {}

  write(kind: string, data: Readonly<Record<string, unknown>>): void {
    this.written.push({ seq: this.written.length + 1, at: new Date(this.clock.now()).toISOString(), kind, data });
    for (const watch of [...this.watchers]) watch();
  }

  /** Entries after a sequence number (0 = all), of one kind or of every kind. */
  entries({ after = 0, kind = '' }: { after?: number; kind?: string } = {}): readonly JournalEntry[] {
    return this.written.slice(after).filter((entry) => kind === '' || entry.kind === kind);
  }

  /** The first entry that matches, now or later. @throws Error when none came in time. */
  waitFor(matches: (entry: JournalEntry) => boolean, timeoutMs = 5000): Promise<JournalEntry> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.watchers = this.watchers.filter((watcher) => watcher !== look);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`No such journal entry within ${timeoutMs} ms; last: ${JSON.stringify(this.written.at(-1))}`));
      }, timeoutMs);
      const look = (): void => {
        const found = this.written.find(matches);
        if (found === undefined) return;
        end();
        resolve(found);
      };
      this.watchers.push(look);
      look();
    });
  }
}
