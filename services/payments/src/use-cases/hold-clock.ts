import { completeWork, rescheduleWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import type { Tx } from '@paygraph/shared/db/sql';
import { derivedId, newId, type OperationId } from '@paygraph/shared/ids';
import { ok, type Result } from '@paygraph/shared/result';
import { z } from 'zod';
import { emitted, scheduled, unchanged, type Change } from '../domain/change';
import { paymentHoldExpiring } from '../domain/events';
import { capabilityOf, type ContractFacts, type OrderFacts } from '../domain/facts';
import { holdStep, type HoldStep } from '../domain/hold-step';
import { reviewed } from '../domain/money-arrival';
import { captureObserved, releaseObserved } from '../domain/observe';
import type { Exchange, ProviderPayment, ProviderTraits, Reading } from '../domain/provider';
import { requestCapture } from '../domain/request-capture';
import { requestVoid } from '../domain/request-void';
import { examine } from '../domain/work';
import { logExchanges } from '../storage/calls';
import { contractOfPayment } from '../storage/contracts';
import { orderOf } from '../storage/orders';
import { lockPayment, readPayment, type Locked } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { pauseFor, type Deps } from './deps';
import { openProvider } from './open-provider';

const Payload = z.object({ looks: z.int() });
type Context = Readonly<{ contract: ContractFacts; order: OrderFacts }>;
type View = Readonly<{ deps: Deps; contract: ContractFacts; atHoldExpiry: ProviderTraits['atHoldExpiry']; reading: Reading<ProviderPayment>; exchanges: readonly Exchange[] }>;

/** Told once, however often the action has to be asked for. */
const warned = (locked: Locked, { contract }: Context): Change => {
  const { payment, operations } = locked;
  const isTold = operations.some(({ origin, kind }) => origin === 'clock' && (kind === 'capture' || kind === 'void'));
  if (isTold || !payment.holdExpiresAt) return unchanged(locked);
  return emitted(unchanged(locked), paymentHoldExpiring(payment, payment.holdExpiresAt, contract.settings.holdExpiryAction));
};

const request = (locked: Locked, context: Context): Result<Change, unknown> => {
  const { contract, order } = context;
  const asked = { operationId: newId<OperationId>(), requestId: null, origin: 'clock', reason: 'the hold is about to end' } as const;
  const told = warned(locked, context);
  const change = contract.settings.holdExpiryAction === 'void' ? requestVoid(told, asked) : requestCapture(told, { order, capability: capabilityOf(contract, locked.payment.method), request: asked });
  return change.ok ? ok({ ...change.value, events: [...told.events, ...change.value.events] }) : change;
};

const changeFor = (step: HoldStep, locked: Locked, context: Context): Change => {
  const id = derivedId<OperationId>(locked.payment.id, 'hold-end');
  const made = (result: Result<Change, unknown>): Change => (result.ok ? result.value : reviewed(unchanged(locked), 'the hold ends and neither capture nor void can be asked for'));
  switch (step) {
    case 'act': return made(request(locked, context));
    case 'observe-capture': return made(captureObserved(locked, context.order, id));
    case 'observe-release': return made(releaseObserved(locked, id));
    case 'verify': return scheduled(unchanged(locked), examine(locked.payment, { providerPaymentId: locked.payment.providerPaymentId ?? '' }));
    case 'ask-again':
    case 'wait':
    case 'stop': return unchanged(locked);
  }
};

const nextRun = (step: HoldStep, { locked, contract, looks, deps }: { locked: Locked; contract: ContractFacts; looks: number; deps: Deps }): number | null => {
  const end = locked.payment.holdExpiresAt?.getTime() ?? 0;
  switch (step) {
    case 'stop':
    case 'verify':
    case 'observe-capture':
    case 'observe-release': return null;
    case 'wait': return Math.max(end - contract.settings.holdExpiryLeadSeconds * 1_000 - locked.now.getTime(), 1);
    case 'act':
    case 'ask-again': return pauseFor(deps, 'inquiry', looks);
  }
};

/** A hold that is about to end while its true state stays out of sight, or is one that no rule covers, needs a person; told once. */
const alarmed = (change: Change, { step, looks, reading, deps }: { step: HoldStep; looks: number; reading: View['reading']; deps: Deps }): Change => {
  const isLong = step === 'ask-again' && change.payment.state === 'authorized' && looks + 1 >= deps.settings.certainty.inquiriesBeforeReview;
  const shown = reading.kind === 'read' ? `shows it as ${reading.value.state}` : 'tells nothing of it';
  return isLong ? reviewed(change, `the hold is about to end and the provider ${shown}`) : change;
};

const settle = async (tx: Tx, work: DueWork, { deps, contract, atHoldExpiry, reading, exchanges }: View): Promise<void> => {
  const { looks } = Payload.parse(work.payload);
  const locked = await lockPayment(tx, work.ref);
  if (!locked) return completeWork(tx, work);
  const order = await orderOf(tx, locked.payment.orderId);
  const step = holdStep(locked, { leadSeconds: contract.settings.holdExpiryLeadSeconds, now: locked.now, seen: reading.kind === 'read' ? reading.value : null, atHoldExpiry });
  await saveChange(tx, locked, alarmed(changeFor(step, locked, { contract, order }), { step, looks, reading, deps }));
  await logExchanges(tx, { merchantId: work.merchantId, paymentId: locked.payment.id, operationId: null }, exchanges);
  tx.afterCommit(() => deps.signals.fire(work.ref));
  const dueInMs = nextRun(step, { locked, contract, looks, deps });
  await (dueInMs === null ? completeWork(tx, work) : rescheduleWork(tx, work, { dueInMs, payload: { looks: looks + 1 } }));
};

/**
 * Runs before a hold ends: asks the provider how it stands, does what the contract says, and stays until the hold is really gone.
 * "Fired late" and "fired after an outage" are the same path, because the provider is asked first.
 */
export const runHoldClock = (deps: Deps) => async (work: DueWork): Promise<void> => {
  const found = await deps.db.read(work.merchantId, async (sql) => {
    const [snapshot, contract] = await Promise.all([readPayment(sql, work.ref), contractOfPayment(sql, work.ref)]);
    return snapshot && { payment: snapshot.payment, ...(await openProvider(deps, work, contract)) };
  });
  if (!found) return deps.db.transaction(work.merchantId, (tx) => completeWork(tx, work));
  const exchanges: Exchange[] = [];
  const { contract, provider, traits, payment: { state, providerPaymentId } } = found;
  const isHeld = state === 'authorized' && providerPaymentId !== null;
  const reading: Reading<ProviderPayment> = isHeld ? await provider.readPayment(providerPaymentId, (exchange) => void exchanges.push(exchange)) : { kind: 'absent' };
  await deps.db.transaction(work.merchantId, (tx) => settle(tx, work, { deps, contract, atHoldExpiry: traits.atHoldExpiry, reading, exchanges }));
};
