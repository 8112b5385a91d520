import { drain } from './drain';
import { present } from './present';
import { randomFrom, type Random } from './random';

/** One operating-system process of a service. A crash ends it: what it had not committed is gone, and its flows never go on. */
export type Place = {
  readonly name: string;
  alive: boolean;
  frozenUntil: number;
  /** `setInterval` of the code that runs there. */
  readonly timers: { run: () => void; everyMs: number; nextAt: number }[];
};

/** A flow that waits for the scheduler. `go` lets it on. */
export type Waiting = Readonly<{ place: Place; label: string; go: () => void; isReady?: () => boolean }>;
type Planned = Readonly<{ at: number; label: string; run: () => void; isPunctual: boolean }>;

/** `who` is the process it would happen in, if any. */
export type Offer = (what: string, run: () => void, who?: Place) => void;

export class Stuck extends Error {}

/** Chooses every next step of a history among all that could be next; the seed decides, so a history can be played again. */
export class Scheduler {
  readonly random: Random;
  readonly waiting: Waiting[] = [];
  planned: Planned[] = [];
  places: Place[] = [];
  readonly trace: string[] | undefined;
  /** What the world offers besides the flows that wait: filled by whoever knows. */
  readonly sources: ((offer: Offer) => void)[] = [];
  /** The next moments at which something becomes possible. */
  readonly moments: (() => number)[] = [];
  steps = 0;

  constructor(seed: number, { traced, stepsMax, startAt }: { traced: boolean; stepsMax: number; startAt: number }) {
    this.random = randomFrom(seed);
    this.trace = traced ? [] : undefined;
    this.stepsMax = stepsMax;
    this.now = startAt;
    present.random = this.random.next;
  }

  private readonly stepsMax: number;

  get now(): number {
    return present.now;
  }

  set now(ms: number) {
    present.now = ms;
  }

  note(text: () => string): void {
    this.trace?.push(`${new Date(this.now).toISOString()} ${text()}`);
  }

  /** Waits until the scheduler lets this flow on; for ever once its process is gone. */
  wait(place: Place, label: string, isReady?: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      if (place.alive) this.waiting.push({ place, label, go: resolve, isReady });
    });
  }

  /** Something that the world does then, or any time after. */
  plan(label: string, inMs: number, run: () => void): void {
    this.planned.push({ at: this.now + inMs, label, run, isPunctual: false });
  }

  /** Something that the world does then and not a moment later. */
  planAt(label: string, inMs: number, run: () => void): void {
    this.planned.push({ at: this.now + inMs, label, run, isPunctual: true });
  }

  isAwake(place: Place): boolean {
    return place.alive && place.frozenUntil <= this.now;
  }

  kill(place: Place): void {
    place.alive = false;
    place.timers.length = 0;
    for (let at = this.waiting.length - 1; at >= 0; at -= 1) if (this.waiting[at]?.place === place) this.waiting.splice(at, 1);
    this.places = this.places.filter((other) => other !== place);
  }

  private resume(waiting: Waiting): void {
    this.waiting.splice(this.waiting.indexOf(waiting), 1);
    this.note(() => `${waiting.place.name}: ${waiting.label}`);
    waiting.go();
  }

  private isReady({ place, isReady }: Waiting): boolean {
    return this.isAwake(place) && (isReady === undefined || isReady());
  }

  private readyFlow(): Waiting | undefined {
    let ready = 0;
    for (const one of this.waiting) if (this.isReady(one)) ready += 1;
    if (ready === 0) return undefined;
    let left = ready === 1 ? 0 : this.random.below(ready);
    return this.waiting.find((one) => this.isReady(one) && left-- === 0);
  }

  private offered: { what: string; run: () => void; who: Place | undefined; planned: Planned | undefined }[] = [];
  private readonly offer: Offer = (what, run, who) => void this.offered.push({ what, run, who, planned: undefined });

  private collect(): void {
    this.offered = [];
    for (const planned of this.planned) if (planned.at <= this.now) this.offered.push({ what: planned.label, run: planned.run, who: undefined, planned });
    for (const source of this.sources) source(this.offer);
  }

  private runOffered(): void {
    const { what, run, who, planned } = this.random.pick(this.offered);
    if (planned) this.planned.splice(this.planned.indexOf(planned), 1);
    this.note(() => (who ? `${who.name}: ${what}` : what));
    run();
  }

  private nextMoment(): number {
    let next = Infinity;
    for (const { at } of this.planned) if (at > this.now && at < next) next = at;
    for (const { frozenUntil } of this.places) if (frozenUntil > this.now && frozenUntil < next) next = frozenUntil;
    for (const moment of this.moments) {
      const at = moment();
      if (at > this.now && at < next) next = at;
    }
    return next;
  }

  /** Time passes; what a process does by the clock it does on the way, unless it stands still. */
  advance(ms: number): void {
    this.now += ms;
    for (const place of this.places) {
      if (!this.isAwake(place)) continue;
      for (const timer of place.timers) {
        if (timer.nextAt > this.now) continue;
        timer.nextAt = this.now + timer.everyMs;
        timer.run();
      }
    }
  }

  private runPunctual(): void {
    for (let due = this.punctual(); due !== undefined; due = this.punctual()) {
      const { label, run } = due;
      this.planned.splice(this.planned.indexOf(due), 1);
      this.note(() => label);
      run();
      drain();
    }
  }

  private punctual(): Planned | undefined {
    return this.planned.find(({ isPunctual, at }) => isPunctual && at <= this.now);
  }

  private step(): boolean {
    this.runPunctual();
    const flow = this.readyFlow();
    if (flow && this.random.chance(0.7)) this.resume(flow);
    else {
      this.collect();
      if (this.offered.length > 0) this.runOffered();
      else if (flow) this.resume(flow);
      else if (!this.skip()) return false;
    }
    this.now += 1 + this.random.below(12);
    drain();
    return true;
  }

  /** Nothing can happen now: on to the next moment at which something can. */
  private skip(): boolean {
    const next = this.nextMoment();
    if (next === Infinity) return false;
    this.advance(next - this.now);
    return true;
  }

  /** Until nothing can happen any more. @throws Stuck when that does not come. */
  run(): void {
    drain();
    while (this.step()) {
      this.steps += 1;
      if (this.steps > this.stepsMax) throw new Stuck(`does not come to rest within ${this.stepsMax} steps`);
    }
  }
}
