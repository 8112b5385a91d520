import type { Check } from './books';

const lateSeconds = 30;

/** No event waits to be sent, none is put aside, no work is overdue. */
export const noLeftovers: Check = {
  name: 'no leftovers',
  about: 'outbox and parked are empty, no work in waiting is overdue',
  run: ({ outbox, parked, work, bugs }) => [
    ...outbox.map(({ service, event_id }) => ({ text: `${service} has not sent event ${event_id}` })),
    ...parked.map(({ service, topic, aggregate_id, reason, error }) => ({ text: `${service} has put aside an event of ${topic} ${aggregate_id}: ${reason} ${error ?? ''}` })),
    ...work.filter(({ late }) => late > lateSeconds).map(({ service, kind, ref, late, last_error }) => ({ text: `${service} is ${late} s late with ${kind} of ${ref} ${last_error ?? ''}` })),
    ...bugs.map((bug) => ({ text: `a simulator has a bug: ${bug}` })),
  ],
};
