import type { Place, Scheduler } from '../engine/scheduler';

type Answer = Readonly<{ ok: true; value: object } | { ok: false; error: { kind: string } }>;

/** Somebody who wants something of a service, asks with one key, and asks again until there is an answer. */
export type Wish<N extends { place: Place }> = {
  readonly label: string;
  readonly when: () => boolean;
  readonly ask: (node: N) => Promise<Answer>;
  /** How many copies of the request go out after an answer is there: they must get the same one. */
  copies: number;
  at: Place | undefined;
  answer: Answer | undefined;
  /** What a copy was told that the first was not. */
  contradiction: string | undefined;
  /** Not asked again before this moment; the pauses grow. Milliseconds. */
  notBefore: number;
  pauseMs: number;
};

export const wish = <N extends { place: Place }>(label: string, given: Pick<Wish<N>, 'when' | 'ask'> & { copies?: number }): Wish<N> => ({
  label, copies: 0, at: undefined, answer: undefined, contradiction: undefined, notBefore: 0, pauseMs: 50, ...given,
});

const isOpen = <N extends { place: Place }>({ answer, copies, when }: Wish<N>): boolean => (answer === undefined ? when() : copies > 0);

const heard = <N extends { place: Place }>(one: Wish<N>, answer: Answer): void => {
  // "Not yet" is no answer: the asker comes again.
  if (!answer.ok && answer.error.kind === 'NotReadyYet') return;
  if (one.answer === undefined) one.answer = answer;
  else if (one.answer.ok && JSON.stringify(one.answer) !== JSON.stringify(answer)) one.contradiction = `${one.label}: first ${JSON.stringify(one.answer)}, then ${JSON.stringify(answer)}`;
};

const later = <N extends { place: Place }>(one: Wish<N>, now: number): void => {
  one.notBefore = now + one.pauseMs;
  one.pauseMs = Math.min(60_000, one.pauseMs * 2);
};

/** Offers each open wish to whichever process is awake; a request that died with its process is asked again. */
export const offerWishes = <N extends { place: Place }>(scheduler: Scheduler, wishes: Wish<N>[], nodes: () => readonly N[]): void => {
  const send = (one: Wish<N>, node: N): void => {
    if (one.answer !== undefined) one.copies -= 1;
    one.at = node.place;
    one.ask(node).then(
      (answer) => {
        one.at = undefined;
        scheduler.note(() => `  ${one.label}: ${JSON.stringify(answer)}`);
        heard(one, answer);
        later(one, scheduler.now);
      },
      (error: unknown) => {
        one.at = undefined;
        scheduler.note(() => `  ${one.label}: ${String(error)}`);
        later(one, scheduler.now);
      },
    );
  };
  scheduler.sources.push((offer) => {
    for (const one of wishes) {
      if (one.at?.alive === false) one.at = undefined;
      if (one.at !== undefined || one.notBefore > scheduler.now || !isOpen(one)) continue;
      const awake = nodes().filter(({ place }) => scheduler.isAwake(place));
      if (awake.length > 0) offer(one.label, () => send(one, scheduler.random.pick(awake)));
    }
  });  scheduler.moments.push(() => Math.min(...wishes.map((one) => (one.at === undefined && isOpen(one) ? one.notBefore : Infinity))));
};
