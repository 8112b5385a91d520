import { completeWork, rescheduleWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import type { Tx } from '@paygraph/shared/db/sql';
import { derivedId, type OperationId } from '@paygraph/shared/ids';
import { z } from 'zod';
import { unchanged, type Change } from '../domain/change';
import type { SealedBinding } from '../domain/events';
import { capabilityOf } from '../domain/facts';
import { bindingTold, reviewed } from '../domain/money-arrival';
import { disagreement, releaseObserved } from '../domain/observe';
import type { Exchange, ProviderPayment, Reading } from '../domain/provider';
import { logExchanges } from '../storage/calls';
import { contractOfPayment } from '../storage/contracts';
import { lockPayment, type Locked } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { acceptMoney, takingMoney } from './accept-money';
import { pauseFor, type Deps } from './deps';
import { openProvider, type Opened } from './open-provider';

const Payload = z.object({
  providerPaymentId: z.string(),
  held: z.boolean().optional(),
  heldUntil: z.iso.datetime().nullish(),
  binding: z.custom<SealedBinding>().nullish(),
  looks: z.int(),
});
type Facts = z.output<typeof Payload>;
type Seen = Readonly<{ opened: Opened; facts: Facts; reading: Reading<ProviderPayment> }>;

/** Reads without result after which nobody waits any more: the page's own poll and reconciliation remain. */
const looksMax = 20;
/** How often the provider must deny a payment that it told of itself before a person is asked. */
const denialsMax = 3;

const knows = ({ operations }: Locked, id: string): boolean => operations.some(({ kind, providerPaymentId }) => (kind === 'authorize' || kind === 'surplus') && providerPaymentId === id);

const accept = (tx: Tx, locked: Locked, { opened: { contract }, facts, seen }: Omit<Seen, 'reading'> & { seen: ProviderPayment }) =>
  acceptMoney(tx, locked, {
    contract,
    arrival: {
      providerPaymentId: seen.id,
      amount: seen.amount,
      // A payment row does not tell a hold from a capture; without a notification the contract does, for holding is a setting of the server.
      held: facts.held ?? capabilityOf(contract, locked.payment.method).hold,
      heldUntil: facts.heldUntil ? new Date(facts.heldUntil) : null,
      at: seen.obtainedAt && seen.obtainedAt < locked.now ? seen.obtainedAt : locked.now,
      binding: facts.binding ?? null,
    },
  });

const isGone = ({ payment }: Locked, { id, state }: ProviderPayment): boolean =>
  payment.state === 'authorized' && id === payment.providerPaymentId && (state === 'cancelled' || state === 'returned');

/** What reading a payment that we know already means for the books. */
const compared = (locked: Locked, seen: ProviderPayment): Change => {
  if (isGone(locked, seen)) {
    const released = releaseObserved(locked, derivedId<OperationId>(locked.payment.id, seen.id, 'released'));
    if (released.ok) return released.value;
  }
  const difference = disagreement(locked, seen);
  return difference === null ? unchanged(locked) : reviewed(unchanged(locked), difference);
};

type Next = 'over' | 'look again';

/** A payment that is in our books, on the word of a notification, and that the provider's own books do not show. */
const unconfirmed = async (tx: Tx, locked: Locked, { facts, reading }: Seen): Promise<Next> => {
  const isLast = facts.looks >= (reading.kind === 'absent' ? denialsMax : looksMax);
  if (isLast && knows(locked, facts.providerPaymentId)) {
    await saveChange(tx, locked, reviewed(unchanged(locked), `the provider does not confirm the payment ${facts.providerPaymentId} that its notification told of`));
  }
  return isLast ? 'over' : 'look again';
};

const takeIn = async (tx: Tx, locked: Locked, { opened, facts, seen }: Omit<Seen, 'reading'> & { seen: ProviderPayment }): Promise<Next> => {
  if (seen.reference !== locked.payment.id || knows(locked, seen.id)) {
    const binding = seen.reference === locked.payment.id ? (facts.binding ?? null) : null;
    await saveChange(tx, locked, bindingTold(compared(locked, seen), { providerPaymentId: seen.id, binding }));
    return 'over';
  }
  if (['pending', 'returning', 'unknown'].includes(seen.state)) return 'look again';
  if (seen.state === 'settled') await accept(tx, locked, { opened, facts, seen });
  if (seen.state === 'returned' || seen.state === 'partly_returned') {
    await saveChange(tx, locked, reviewed(unchanged(locked), `the provider returned money of payment ${seen.id} that was never reported`));
  }
  return 'over';
};

const settle = async (tx: Tx, work: DueWork, { deps, seen, exchanges }: { deps: Deps; seen: Seen; exchanges: readonly Exchange[] }): Promise<void> => {
  const locked = await lockPayment(tx, work.ref);
  if (!locked) return completeWork(tx, work);
  const { reading, facts } = seen;
  const next = reading.kind === 'read' ? await takeIn(tx, locked, { ...seen, seen: reading.value }) : await unconfirmed(tx, locked, seen);
  await logExchanges(tx, { merchantId: work.merchantId, paymentId: locked.payment.id, operationId: null }, exchanges);
  tx.afterCommit(() => deps.signals.fire(work.ref));
  if (next === 'over' || facts.looks >= looksMax) return completeWork(tx, work);
  return rescheduleWork(tx, work, { dueInMs: pauseFor(deps, 'inquiry', facts.looks), payload: { ...facts, looks: facts.looks + 1 } });
};

/**
 * Reads a payment at the provider and acts on that: takes in money whose notification was only a hint or never came, and compares
 * what we know already. Nothing is believed that is not about our number and our sum.
 */
export const examinePayment = (deps: Deps) => async (work: DueWork): Promise<void> => {
  const facts = Payload.parse(work.payload);
  const contract = await deps.db.read(work.merchantId, (sql) => contractOfPayment(sql, work.ref));
  const opened = contract && (await openProvider(deps, work, contract));
  if (!opened) return deps.db.transaction(work.merchantId, (tx) => completeWork(tx, work));
  const exchanges: Exchange[] = [];
  const reading = await opened.provider.readPayment(facts.providerPaymentId, (exchange) => void exchanges.push(exchange));
  return takingMoney(deps.db, work.merchantId, (tx) => settle(tx, work, { deps, seen: { opened, facts, reading }, exchanges }));
};
