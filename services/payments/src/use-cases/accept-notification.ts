import type { Tx } from '@paygraph/shared/db/sql';
import { isUuid, type ContractId, type MerchantId } from '@paygraph/shared/ids';
import type { ContractFacts } from '../domain/facts';
import { scheduled, unchanged } from '../domain/change';
import type { SealedBinding } from '../domain/events';
import type { Arrival } from '../domain/money-arrival';
import type { Notice, NotificationAnswer, PaymentProvider, RefusalReason } from '../domain/provider';
import { examine } from '../domain/work';
import { findContract } from '../storage/contracts';
import { logNotice } from '../storage/calls';
import { decideNotification, storeNotification } from '../storage/notifications';
import { lockPayment, type Locked } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { acceptMoney, takingMoney } from './accept-money';
import type { Deps } from './deps';
import { sealBinding } from './seal-binding';

export type NotificationAsk = Readonly<{ provider: string; merchantId: string; contractId: string; raw: Buffer; contentType: string }>;
type Known = Readonly<{ contract: ContractFacts; notice: Notice; binding: SealedBinding | null; storedAs: string }>;
type Decision = Readonly<{ verdict: string; refuse?: RefusalReason; paymentId?: string }>;

const nobody: NotificationAnswer = { status: 404, contentType: 'text/plain', body: 'Error! No such contract' };

/** Keeps the bytes in a commit of its own, before anything is read out of them. */
const receive = ({ db }: Deps, ask: NotificationAsk): Promise<{ contract: ContractFacts; storedAs: string } | null> =>
  db.transaction(ask.merchantId as MerchantId, async (tx) => {
    const contract = await findContract(tx, ask.contractId);
    if (!contract || contract.provider !== ask.provider) return null;
    const { merchantId, provider, id: contractId } = contract;
    return { contract, storedAs: await storeNotification(tx, { merchantId, contractId: contractId satisfies ContractId, provider, contentType: ask.contentType, raw: ask.raw }) };
  });

const arrivalOf = ({ notice, binding }: Known, now: Date): Arrival => ({
  providerPaymentId: notice.providerPaymentId,
  amount: notice.amount,
  held: notice.held,
  heldUntil: notice.heldUntil,
  // The provider's clock may run ahead of ours; a hold cannot begin in the future.
  at: notice.obtainedAt && notice.obtainedAt < now ? notice.obtainedAt : now,
  binding,
});

const lookAfterwards = async (tx: Tx, locked: Locked, { notice, binding }: Known): Promise<void> => {
  const { providerPaymentId, held, heldUntil } = notice;
  await saveChange(tx, locked, scheduled(unchanged(locked), examine(locked.payment, { providerPaymentId, held, heldUntil: heldUntil?.toISOString() ?? null, binding })));
};

const verdicts = { authorized: 'money taken in', known: 'told before', surplus: 'surplus, goes back', 'wrong-sum': 'another sum than was asked' } as const;

const takeIn = async (tx: Tx, locked: Locked, known: Known): Promise<Decision> => {
  const { contract, notice } = known;
  const paymentId = locked.payment.id;
  // MD5 over four fields proves little; for a sum worth forging one for, the payment is read from the provider before anything moves.
  const isHint = notice.amount === locked.payment.amount && notice.amount > contract.settings.notificationTrustLimit;
  if (isHint) {
    await lookAfterwards(tx, locked, known);
    return { verdict: 'hint, the payment is read first', paymentId };
  }
  const outcome = await acceptMoney(tx, locked, { arrival: arrivalOf(known, locked.now), contract });
  if (outcome === 'authorized' || outcome === 'surplus') await lookAfterwards(tx, locked, known);
  return { verdict: verdicts[outcome], paymentId, ...(outcome === 'wrong-sum' ? { refuse: outcome } : {}) };
};

const decide = async (tx: Tx, known: Known): Promise<Decision> => {
  const { contract, notice, storedAs } = known;
  const locked = await lockPayment(tx, notice.reference);
  const isOurs = locked !== null && locked.payment.contractId === contract.id;
  const decision: Decision = isOurs ? await takeIn(tx, locked, known) : { verdict: 'no payment has this number', refuse: 'unknown-payment' };
  await decideNotification(tx, storedAs, { verdict: decision.verdict, paymentId: decision.paymentId ?? null });
  if (!isOurs) return decision;
  const { providerPaymentId: id, amount, held } = notice;
  await logNotice(tx, { merchantId: contract.merchantId, paymentId: locked.payment.id, operationId: null }, { request: { id, amount, held }, outcome: decision.verdict });
  return decision;
};

const refuse = async ({ db, log }: Deps, contract: ContractFacts, { storedAs, reason }: { storedAs: string; reason: string }): Promise<void> => {
  log.warn({ contractId: contract.id, reason }, 'a notification was refused');
  await db.transaction(contract.merchantId, (tx) => decideNotification(tx, storedAs, { verdict: `refused: ${reason}`, paymentId: null }));
};

const answerOf = (decision: Decision, acknowledgement: NotificationAnswer, provider: PaymentProvider): NotificationAnswer =>
  decision.refuse ? provider.refuseNotification(decision.refuse) : acknowledgement;

/**
 * A provider's notification: stored raw, verified, taken in, and only after that commit acknowledged. Whatever goes wrong in between
 * leaves it unacknowledged, so that the provider tells again; a repeat finds its effect done and changes nothing.
 */
export const acceptNotification = async (deps: Deps, ask: NotificationAsk): Promise<NotificationAnswer> => {
  if (!isUuid(ask.merchantId) || !isUuid(ask.contractId)) return nobody;
  const received = await receive(deps, ask);
  if (!received) {
    deps.log.warn({ merchantId: ask.merchantId, contractId: ask.contractId, reason: 'no such contract' }, 'a notification was refused');
    return nobody;
  }
  const { contract, storedAs } = received;
  const { provider } = await deps.providers.of(contract);
  const verified = provider.verifyNotification(ask.raw, ask.contentType);
  if (!verified.ok) {
    await refuse(deps, contract, { storedAs, reason: verified.reason });
    return verified.answer;
  }
  const binding = await sealBinding(deps.sealingKeys, contract.id, verified.notice.binding);
  const decision = await takingMoney(deps.db, contract.merchantId, async (tx) => {
    const made = await decide(tx, { contract, notice: verified.notice, binding, storedAs });
    if (made.paymentId) tx.afterCommit(() => deps.signals.fire(made.paymentId ?? ''));
    return made;
  });
  if (decision.refuse) deps.log.warn({ contractId: contract.id, reason: decision.verdict }, 'a notification was refused');
  return answerOf(decision, verified.acknowledgement, provider);
};
