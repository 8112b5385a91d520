import { completeWork, rescheduleWork, type DueWork } from '@paygraph/shared/messaging/due-work';
import type { Tx } from '@paygraph/shared/db/sql';
import { z } from 'zod';
import { scheduled, unchanged, type Change } from '../domain/change';
import { isToldAsWrong } from '../domain/money-arrival';
import { pageExpired } from '../domain/observe';
import type { Snapshot } from '../domain/payment';
import { afterLook, allExpired, type WatchPlan } from '../domain/page-watch';
import type { Exchange, Page, Trace } from '../domain/provider';
import { examine } from '../domain/work';
import { logExchanges } from '../storage/calls';
import { contractOfPayment } from '../storage/contracts';
import { lockPayment, readPayment } from '../storage/payments';
import { saveChange } from '../storage/save-change';
import { pauseFor, type Deps } from './deps';
import { openProvider, type Opened } from './open-provider';

const Payload = z.object({ looks: z.int(), last: z.boolean().default(false) });
type Facts = z.output<typeof Payload>;
/** `pages` is null when the provider gave no usable answer. */
type Look = Readonly<{ pages: readonly Page[] | null; exchanges: readonly Exchange[] }>;

const mayHaveTwins = ({ operations }: Snapshot): boolean => operations.some(({ kind, attempts, wasUnknown }) => kind === 'open_page' && (wasUnknown || attempts > 1));

const readPages = async ({ provider }: Opened, snapshot: Snapshot, trace: Trace): Promise<readonly Page[] | null> => {
  const { id, pageId, createdAt } = snapshot.payment;
  if (mayHaveTwins(snapshot) || pageId === null) {
    const found = await provider.findPages({ reference: id, since: createdAt }, trace);
    return found.kind === 'read' ? found.value : null;
  }
  const page = await provider.readPage(pageId, trace);
  return page.kind === 'read' ? [page.value] : null;
};

const look = async (opened: Opened, snapshot: Snapshot): Promise<Look> => {
  const exchanges: Exchange[] = [];
  const trace = (exchange: Exchange): void => void exchanges.push(exchange);
  const pages = await readPages(opened, snapshot, trace);
  const unwanted = snapshot.payment.state === 'cancelled' ? (pages ?? []).filter(({ state }) => state === 'open') : [];
  // Whether the closing worked is seen at the next look.
  for (const { id } of unwanted) await opened.provider.closePage(id, trace);
  return { pages, exchanges };
};

const paidOnes = (pages: readonly Page[]): string[] => pages.flatMap(({ state, providerPaymentId }) => (state === 'paid' && providerPaymentId !== null ? [providerPaymentId] : []));

const withExaminations = (snapshot: Snapshot, pages: readonly Page[]): Change => {
  const known = snapshot.operations.filter(({ kind }) => kind === 'authorize' || kind === 'surplus').map(({ providerPaymentId }) => providerPaymentId);
  const news = paidOnes(pages).filter((id) => !known.includes(id) && !isToldAsWrong(snapshot, id));
  return news.reduce<Change>((change, providerPaymentId) => scheduled(change, examine(snapshot.payment, { providerPaymentId })), unchanged(snapshot));
};

/** Paid pages are examined; only pages that the provider itself calls closed end the payment. */
const meaning = (snapshot: Snapshot, pages: readonly Page[] | null): Change => {
  if (pages === null) return unchanged(snapshot);
  const expired = allExpired(pages) ? pageExpired(snapshot) : null;
  return expired?.ok ? expired.value : withExaminations(snapshot, pages);
};

const goOn = async (tx: Tx, work: DueWork, { deps, facts, plan }: { deps: Deps; facts: Facts; plan: WatchPlan }): Promise<void> => {
  if (plan === 'stop') return completeWork(tx, work);
  const dueInMs = plan === 'last' && !facts.last ? deps.settings.pageGraceMs * deps.settings.timeScale : pauseFor(deps, 'poll', facts.looks);
  return rescheduleWork(tx, work, { dueInMs, payload: { looks: facts.looks + 1, last: plan === 'last' } });
};

/** Looks whether an open page was paid, so that a notification that never comes costs minutes and not the order. */
export const pollPage = (deps: Deps) => async (work: DueWork): Promise<void> => {
  const facts = Payload.parse(work.payload);
  const found = await deps.db.read(work.merchantId, async (sql) => {
    const [snapshot, contract] = await Promise.all([readPayment(sql, work.ref), contractOfPayment(sql, work.ref)]);
    return snapshot && { snapshot, opened: await openProvider(deps, work, contract) };
  });
  if (!found) return deps.db.transaction(work.merchantId, (tx) => completeWork(tx, work));
  const { pages, exchanges } = await look(found.opened, found.snapshot);
  await deps.db.transaction(work.merchantId, async (tx) => {
    const locked = await lockPayment(tx, work.ref);
    if (!locked) return completeWork(tx, work);
    const change = meaning(locked, pages);
    await saveChange(tx, locked, change);
    await logExchanges(tx, { merchantId: work.merchantId, paymentId: locked.payment.id, operationId: null }, exchanges);
    const { state, pageExpiresAt } = change.payment;
    const isPageOver = pageExpiresAt !== null && pageExpiresAt <= locked.now;
    const plan = afterLook({ state, pages, isLast: facts.last, mayHaveTwins: mayHaveTwins(locked), isToldAsWrong: paidOnes(pages ?? []).some((id) => isToldAsWrong(locked, id)), isPageOver });
    await goOn(tx, work, { deps, facts, plan });
    tx.afterCommit(() => deps.signals.fire(work.ref));
  });
};
