import type { Minor } from '@paygraph/shared/money';
import type { CallKind } from './operation';

/** One exchange with a provider as it may be shown: nothing secret, nothing personal. */
export type Exchange = Readonly<{
  action: string;
  request: Readonly<Record<string, unknown>>;
  answer: Readonly<Record<string, unknown>> | null;
  status: number | null;
  outcome: string;
  at: Date;
  tookMs: number;
}>;
/** Takes down every exchange of a call, in order. */
export type Trace = (exchange: Exchange) => void;

/**
 * What became of a call. `done` and `rejected` are the provider's clear words. `accepted`: it will finish by itself, ask later.
 * `not-sent`: it certainly did nothing. `unknown`: it may have acted; `proof` marks an answer that counts towards certainty.
 */
export type Answer<T> =
  | Readonly<{ kind: 'done'; value: T }>
  | Readonly<{ kind: 'accepted' }>
  | Readonly<{ kind: 'rejected'; reason: string }>
  | Readonly<{ kind: 'not-sent'; reason: string }>
  | Readonly<{ kind: 'unknown'; reason: string; proof?: boolean }>;

/** What a question brought. `absent`: the provider answered, and knows no such thing. */
export type Reading<T> = Readonly<{ kind: 'read'; value: T }> | Readonly<{ kind: 'absent' }> | Readonly<{ kind: 'unreadable'; reason: string }>;

export type PageState = 'open' | 'paid' | 'expired' | 'unknown';
export type Page = Readonly<{ id: string; url: string; reference: string; amount: Minor; state: PageState; expiresAt: Date | null; providerPaymentId: string | null }>;
export type OpenedPage = Readonly<{ id: string; url: string; expiresAt: Date }>;

/** `settled`: the money is with us, held or taken; a provider need not tell which. */
export type ProviderState = 'pending' | 'settled' | 'declined' | 'cancelled' | 'returning' | 'returned' | 'partly_returned' | 'unknown';
export type ProviderPayment = Readonly<{ id: string; reference: string; amount: Minor; returned: Minor; state: ProviderState; obtainedAt: Date | null }>;
export type ProviderRefund = Readonly<{ ref: string; amount: Minor; state: 'started' | 'done' | 'failed' | 'unknown' }>;

export type OpenPageAsk = Readonly<{
  reference: string;
  amount: Minor;
  title: string;
  expiresAt: Date;
  returnUrl: string | null;
  customerId: string | null;
  contact: Readonly<{ email: string | null; phone: string | null }>;
}>;
/** `repeated`: an earlier call with the same meaning may have gone through. */
export type CaptureAsk = Readonly<{ providerPaymentId: string; authorized: Minor; amount: Minor; repeated: boolean; proofs: number }>;
export type ReleaseAsk = Readonly<{ providerPaymentId: string; amount: Minor }>;
/** `whole`: nothing was given back before, and this is all of it. */
export type RefundAsk = Readonly<{ providerPaymentId: string; amount: Minor; whole: boolean }>;

/** All that is known of a call whose end is not known. Sums in kopecks. */
export type InquiryAsk = Readonly<{
  kind: CallKind;
  reference: string;
  providerPaymentId: string | null;
  amount: Minor;
  /** What the call gives back: the whole of a void or refund, the rest of a capture. */
  givesBack: Minor;
  /** What was given back for good before the call. */
  returnedBefore: Minor;
  knownRefs: readonly string[];
  sentAt: Date;
  accepted: boolean;
  inquiries: number;
}>;

/**
 * What an inquiry found. `absent`: no trace of the call yet, which must be seen more than once. `repeatable`: calling again cannot
 * act twice. `contradiction`: the provider's books fit neither done nor not done; a person must look.
 */
export type Finding =
  | Readonly<{ kind: 'done'; ref: string | null; page?: OpenedPage; sparePages?: readonly string[] }>
  | Readonly<{ kind: 'failed'; reason: string }>
  | Readonly<{ kind: 'in-progress' }>
  | Readonly<{ kind: 'absent' }>
  | Readonly<{ kind: 'repeatable' }>
  | Readonly<{ kind: 'unknown'; reason: string }>
  | Readonly<{ kind: 'contradiction'; reason: string }>;

export type Binding = Readonly<{ reference: string; maskedNumber: string; expiry: string | null }>;

/** A provider's word that money came, with its signature checked. `held` and `heldUntil` are not covered by every provider's signature. */
export type Notice = Readonly<{
  providerPaymentId: string;
  reference: string;
  amount: Minor;
  held: boolean;
  heldUntil: Date | null;
  obtainedAt: Date | null;
  pageId: string | null;
  binding: Binding | null;
}>;
export type NotificationAnswer = Readonly<{ status: number; contentType: string; body: string }>;
export type Verified = Readonly<{ ok: true; notice: Notice; acknowledgement: NotificationAnswer }> | Readonly<{ ok: false; reason: string; answer: NotificationAnswer }>;
export type RefusalReason = 'unknown-payment' | 'wrong-sum' | 'not-now';

/** What this service needs of any payment provider, in its own words. No method throws; every one writes down what it exchanged. */
export type PaymentProvider = Readonly<{
  openPage(ask: OpenPageAsk, trace: Trace): Promise<Answer<OpenedPage>>;
  findPages(ask: { reference: string; since: Date }, trace: Trace): Promise<Reading<readonly Page[]>>;
  readPage(pageId: string, trace: Trace): Promise<Reading<Page>>;
  /** Makes an unpaid page unusable; best effort, a payment made meanwhile is found by other ways. */
  closePage(pageId: string, trace: Trace): Promise<Answer<null>>;
  readPayment(providerPaymentId: string, trace: Trace): Promise<Reading<ProviderPayment>>;
  capture(ask: CaptureAsk, trace: Trace): Promise<Answer<null>>;
  release(ask: ReleaseAsk, trace: Trace): Promise<Answer<null>>;
  refund(ask: RefundAsk, trace: Trace): Promise<Answer<null>>;
  listRefunds(providerPaymentId: string, trace: Trace): Promise<Reading<readonly ProviderRefund[]>>;
  inquire(ask: InquiryAsk, trace: Trace): Promise<Finding>;
  /** Checks a raw notification in constant time. */
  verifyNotification(raw: Buffer, contentType: string): Verified;
  /** The answer that makes the provider tell again, for a notification that was verified but cannot be taken. */
  refuseNotification(reason: RefusalReason): NotificationAnswer;
}>;

/** What the provider is able to do, and what it does by itself. */
export type ProviderTraits = Readonly<{ atHoldExpiry: 'captures' | 'releases' }>;
