import type { Database } from '@paygraph/shared/db/database';
import { once } from '@paygraph/shared/db/idempotency';
import { derivedId, type MerchantId } from '@paygraph/shared/ids';
import { completeWork, rescheduleWork, scheduleWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import { anyDue, claim, release, renew } from '@paygraph/shared/messaging/due-work-store';
import type { InboundEvent } from '@paygraph/shared/messaging/envelope';
import { appendEvents } from '@paygraph/shared/messaging/events';
import { takeUsual } from '@paygraph/shared/messaging/inbox-usual';
import { loadKeys, markSeen, moveCursors, park, type ParkReason } from '@paygraph/shared/messaging/inbox-store';
import { findDue, headOf, lockParked, postpone, unpark, type ParkedRow } from '@paygraph/shared/messaging/parked-store';
import { err, ok } from '@paygraph/shared/result';
import { relayed, type Act } from './twins';

export const merchantId = derivedId<MerchantId>('merchant');
const topic = 'payments.payment.v1';
const hour = 3_600_000;
const kinds = ['a', 'b'];
const names = ['1', '2', '3'].map((name) => derivedId('aggregate', name));

/** What each database handed out, to be given back later; the pieces are the same, their ids are each database's own. */
const claimed = new WeakMap<Database, DueWork[]>();
const held = (db: Database): DueWork[] => {
  const works = claimed.get(db) ?? [];
  claimed.set(db, works);
  return works;
};
const shown = ({ kind, ref, payload, attempt, fence }: DueWork) => ({ kind, ref, payload, attempt, fence });
const bySelf = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** `n` of the works in hand, counted round; the oldest claims may be lost by now. */
const withWork = (at: number, act: (db: Database, work: DueWork) => Promise<unknown>) => (db: Database): Promise<unknown> => {
  const works = held(db).sort((a, b) => bySelf(shown(a), shown(b)));
  const work = works[at % Math.max(works.length, 1)];
  return work ? act(db, work) : Promise.resolve('nothing in hand');
};

const workActs: readonly Act[] = [
  { name: 'schedule', draw: (random) => {
    const [kind, ref, key] = [random.pick(kinds), random.pick(names), random.chance(0.25) ? undefined : random.pick(['x', 'y', 'z'])];
    const dueInMs = random.chance(0.7) ? 0 : hour;
    return (db) => db.transaction(merchantId, (tx) => scheduleWork(tx, { kind, ref, key, merchantId, payload: { dueInMs }, dueInMs }));
  } },
  { name: 'claim', draw: (random) => {
    const [max, leaseMs] = [1 + random.below(3), random.chance(0.3) ? 0 : hour];
    return async (db) => {
      const works = await claim(db, { kinds, max: max * 10, leaseMs });
      held(db).push(...works);
      return works.map(shown).sort(bySelf);
    };
  } },
  { name: 'any due', draw: () => (db) => anyDue(db, kinds) },
  { name: 'complete', draw: (random) => withWork(random.below(100), (db, work) => db.transaction(work.merchantId, (tx) => completeWork(tx, work))) },
  { name: 'reschedule', draw: (random) => {
    const payload = random.chance(0.5) ? { again: true } : undefined;
    return withWork(random.below(100), (db, work) => db.transaction(work.merchantId, (tx) => rescheduleWork(tx, work, { dueInMs: 0, payload })));
  } },
  { name: 'release', draw: (random) => withWork(random.below(100), (db, work) => release(db, work, 'failed')) },
  { name: 'renew', draw: (random) => withWork(random.below(100), (db, work) => renew(db, [work], hour)) },
];

const keyActs: readonly Act[] = [
  { name: 'once', draw: (random) => {
    const [key, input, fails] = [random.pick(['k1', 'k2', '']), random.below(2), random.chance(0.3)];
    return (db) => db.transaction(merchantId, (tx) => once(tx, { merchantId, operation: 'act', key, input }, () => Promise.resolve(fails ? err({ kind: 'No' }) : ok({ input }))));
  } },
];

const eventActs: readonly Act[] = [
  { name: 'append', draw: (random) => {
    const [aggregateId, from, count] = [random.pick(names), 1 + random.below(4), 1 + random.below(2)];
    const event = (at: number) => ({ topic, type: 'PaymentNeedsReview', aggregateId, aggregateVersion: from + at, merchantId, body: { paymentId: aggregateId, orderId: aggregateId, reason: 'r' } });
    return (db) => db.transaction(merchantId, (tx) => appendEvents(tx, Array.from({ length: count }, (_, at) => event(at))));
  } },
  { name: 'relay', draw: () => relayed },
];

const reasons: readonly ParkReason[] = ['retry', 'later', 'never', 'gap', 'behind'];
const parkedAct = (act: (db: Database, row: ParkedRow) => Promise<unknown>) => async (db: Database): Promise<unknown> => {
  const [due, another] = await findDue(db, 'group', 5);
  // Which of several comes first is a matter of microseconds, which the double's clock does not have.
  if (!due || another) return due ? 'several due' : 'nothing due';
  const locked = await db.transaction('system', (tx) => lockParked(tx, 'group', due));
  if (!locked) return 'not ours';
  const { id: _, ...row } = locked.row;
  return [row, locked.last, await act(db, locked.row)];
};

const inboxActs: readonly Act[] = [
  { name: 'take', draw: (random) => {
    const [aggregateId, last] = [random.pick(names), random.below(4)];
    const ids = [derivedId('event', String(random.below(6))), derivedId('event', String(random.below(6)))];
    return (db) => db.transaction('system', async (tx) => [await loadKeys(tx, 'group', [{ topic, aggregateId }]), await markSeen(tx, 'group', ids), await moveCursors(tx, 'group', [{ topic, aggregateId, last }])]);
  } },
  { name: 'take as usual', draw: (random) => {
    const [aggregateId, from] = [random.pick(names), 1 + random.below(3)];
    const item = (aggregateVersion: number) => ({ topic, aggregateId, value: '{}', eventId: derivedId('event', String(random.below(6))), event: { aggregateVersion } as InboundEvent });
    const items = [item(from), item(from + 1 + random.below(2))].slice(0, 1 + random.below(2));
    return (db) => db.transaction('system', (tx) => takeUsual(tx, { group: 'group', handlers: {} }, items));
  } },
  { name: 'park', draw: (random) => {
    const event = { topic, aggregateId: random.pick(names), eventId: derivedId('event', String(random.below(6))), version: random.chance(0.8) ? 1 + random.below(5) : undefined, value: '{}', reason: random.pick(reasons), error: 'why' };
    return (db) => db.transaction('system', (tx) => Promise.resolve(park(tx, 'group', [event])));
  } },
  { name: 'head', draw: (random) => {
    const aggregateId = random.pick(names);
    return (db) => db.transaction('system', (tx) => headOf(tx, 'group', { topic, aggregateId }));
  } },
  { name: 'unpark', draw: () => parkedAct((db, row) => db.transaction('system', (tx) => unpark(tx, 'group', row))) },
  { name: 'postpone', draw: (random) => {
    const [reason, version] = [random.pick(reasons), random.chance(0.5) ? 3 : undefined];
    return parkedAct((db, row) => db.transaction('system', (tx) => postpone(tx, row, { reason, version, error: 'again' })));
  } },
];

export const kernelActs: readonly Act[] = [...workActs, ...keyActs, ...eventActs, ...inboxActs];
