import type { PayKeeperResult } from '@paygraph/shared/connectors/paykeeper-answer';
import { createPayKeeperSession, type PayKeeperSession } from '@paygraph/shared/connectors/paykeeper-session';
import { formatMinor, subtract } from '@paygraph/shared/money';
import type { Answer, CaptureAsk, PaymentProvider, RefundAsk, ReleaseAsk } from '../../domain/provider';
import type { ConnectorTools } from '../define-connector';
import { failureOf } from './answers';
import { traced, tracedHttp } from './exchanges';
import type { PayKeeperConfig } from './index';
import { createInquiry } from './inquire';
import { judgeWholeCapture } from './judge';
import { refusal, verifyNotification } from './notification';
import { openPage } from './open-page';
import { createReader, type Reader } from './read';

type Parts = Readonly<{ config: PayKeeperConfig; session: PayKeeperSession; read: Reader }>;

/** `result: success` is the only yes; an object without it says nothing. */
const isSuccess = (result: PayKeeperResult): boolean => result.ok && typeof result.value === 'object' && result.value !== null && 'result' in result.value;

const command = async ({ session }: Parts, path: string, { form, yes }: { form: Record<string, string>; yes: Answer<null> }): Promise<Answer<null>> => {
  const result = await session.post(path, form);
  if (!result.ok) return failureOf(result.error);
  return isSuccess(result) ? yes : { kind: 'unknown', reason: 'PayKeeper answered without saying success or fail' };
};

const reverse = (parts: Parts, { providerPaymentId: id, amount, whole }: RefundAsk): Promise<Answer<null>> =>
  command(parts, '/change/payment/reverse/', { form: { id, amount: formatMinor(amount), partial: whole ? 'false' : 'true' }, yes: { kind: 'accepted' } });

/**
 * A repeated capture that is refused: the hold either was taken by the lost call or is gone. If PayKeeper shows the money as paid and
 * not returned, twice in a row, only "taken" is left; the setting may leave even that to a person.
 */
const refusedRepeat = async ({ read, config }: Parts, { providerPaymentId, proofs }: CaptureAsk, reason: string): Promise<Answer<null>> => {
  const payment = await read.payment(providerPaymentId);
  if (payment.kind !== 'read') return { kind: 'unknown', reason };
  const finding = judgeWholeCapture(payment.value);
  if (finding.kind === 'failed') return { kind: 'rejected', reason: finding.reason };
  if (finding.kind !== 'repeatable' || payment.value.returned !== 0) return { kind: 'unknown', reason };
  if (config.refusedRepeatOfCapture === 'review') return { kind: 'unknown', reason };
  return proofs > 0 ? { kind: 'done', value: null } : { kind: 'unknown', reason, proof: true };
};

const captureWhole = async (parts: Parts, ask: CaptureAsk): Promise<Answer<null>> => {
  const answer = await command(parts, '/change/payment/capture/', { form: { id: ask.providerPaymentId }, yes: { kind: 'done', value: null } });
  return answer.kind === 'rejected' && ask.repeated ? refusedRepeat(parts, ask, answer.reason) : answer;
};

/** PayKeeper has no partial capture: giving back a part of a hold captures the rest of it. */
const capture = (parts: Parts, ask: CaptureAsk): Promise<Answer<null>> => {
  const rest = subtract(ask.authorized, ask.amount);
  return rest === 0 ? captureWhole(parts, ask) : reverse(parts, { providerPaymentId: ask.providerPaymentId, amount: rest, whole: false });
};

const release = (parts: Parts, ask: ReleaseAsk): Promise<Answer<null>> => reverse(parts, { ...ask, whole: true });

const closePage = async (parts: Parts, id: string): Promise<Answer<null>> => command(parts, '/change/invoice/revoke/', { form: { id }, yes: { kind: 'done', value: null } });

/** PayKeeper's merchant API as a payment provider, over a session that is already open. */
export const clientOver = (session: PayKeeperSession, config: PayKeeperConfig, { baseUrl, now }: Pick<ConnectorTools, 'baseUrl' | 'now'>): PaymentProvider => {
  const read = createReader(session, baseUrl);
  const parts: Parts = { config, session, read };
  const inquire = createInquiry(read, now);
  return {
    openPage: (ask, trace) => traced(trace, () => openPage(session, baseUrl, ask)),
    findPages: ({ reference, since }, trace) => traced(trace, () => read.pages(reference, { since, until: now() })),
    readPage: (id, trace) => traced(trace, () => read.page(id)),
    closePage: (id, trace) => traced(trace, () => closePage(parts, id)),
    readPayment: (id, trace) => traced(trace, () => read.payment(id)),
    capture: (ask, trace) => traced(trace, () => capture(parts, ask)),
    release: (ask, trace) => traced(trace, () => release(parts, ask)),
    refund: (ask, trace) => traced(trace, () => reverse(parts, ask)),
    listRefunds: (id, trace) => traced(trace, () => read.refunds(id)),
    inquire: (ask, trace) => traced(trace, () => inquire(ask)),
    verifyNotification: (raw, contentType) => verifyNotification({ raw, contentType, secret: config.secretWord }),
    refuseNotification: refusal,
  };
};

/** One client a contract: it keeps the server's security token. */
export const createClient = (config: PayKeeperConfig, tools: ConnectorTools): PaymentProvider => {
  const { baseUrl, timeoutMs, now } = tools;
  const session = createPayKeeperSession({ baseUrl, login: config.login, password: config.password, timeoutMs, now: () => now().getTime(), http: tracedHttp(tools) });
  return clientOver(session, config, tools);
};
