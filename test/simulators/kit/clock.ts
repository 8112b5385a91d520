/** The simulator's own time: the wall clock plus what tests added to it. Milliseconds since 1970. */
export class Clock {
  private addedMs = 0;
  constructor(private readonly wall: () => number = Date.now) {}

  now(): number {
    return this.wall() + this.addedMs;
  }

  add(ms: number): void {
    this.addedMs += ms;
  }
}
