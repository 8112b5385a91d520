import type { Clock } from './clock';

type Task = Readonly<{ due: number; run: () => void }>;
const longestTimerMs = 60_000;

/** What is to happen later by the simulator's clock: hold expiry, refund completion, the next notification attempt. */
export class Agenda {
  private tasks: Task[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  constructor(private readonly clock: Clock) {}

  at(due: number, run: () => void): void {
    this.tasks.splice(this.placeOf(due), 0, { due, run });
    this.arm();
  }

  after(ms: number, run: () => void): void {
    this.at(this.clock.now() + ms, run);
  }

  /** Moves the clock and runs everything that became due, in the order of due times. */
  advance(seconds: number): void {
    this.clock.add(seconds * 1000);
    this.runDue();
  }

  stop(): void {
    this.stopped = true;
    this.tasks = [];
    clearTimeout(this.timer);
  }

  // A load run leaves a week of open holds here: sorting anew for each of them would cost more than the run.
  private placeOf(due: number): number {
    let [low, high] = [0, this.tasks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.tasks[middle]?.due ?? Infinity) <= due) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private runDue(): void {
    for (let next = this.tasks[0]; next !== undefined && next.due <= this.clock.now(); next = this.tasks[0]) {
      this.tasks.shift();
      next.run();
    }
    this.arm();
  }

  private arm(): void {
    clearTimeout(this.timer);
    const next = this.tasks[0];
    if (next === undefined || this.stopped) return;
    const wait = Math.min(Math.max(next.due - this.clock.now(), 1), longestTimerMs);
    this.timer = setTimeout(() => this.runDue(), wait).unref();
  }
}
