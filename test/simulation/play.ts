import { wallClock } from './engine/substitutes';
import { catalogue } from '@paygraph/schema/events/index';
import { registerEventCatalogue } from '@paygraph/shared/messaging/events';
import { playHistory, type Played } from './history';
import type { PlayAsk } from './player';

export type PlayReport = Readonly<{ histories: number; steps: number; ms: number; bad: readonly Played[] }>;

/** Plays histories one after another until enough of them went wrong. */
const play = ({ seed, stride, histories, violationsMax, traced }: PlayAsk): PlayReport => {
  registerEventCatalogue(catalogue);
  const startedAt = wallClock();
  const bad: Played[] = [];
  let [played, steps] = [0, 0];
  for (; played < histories && bad.length < violationsMax; played += 1) {
    const one = playHistory(seed + played * stride, { traced });
    steps += one.steps;
    if (one.violations.length > 0 || traced) bad.push(one);
  }
  return { histories: played, steps, ms: wallClock() - startedAt, bad };
};

process.send?.(play(JSON.parse(process.argv[2] ?? '{}') as PlayAsk));
