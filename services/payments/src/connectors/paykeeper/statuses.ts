import type { PageState, ProviderRefund, ProviderState } from '../../domain/provider';

// Money is there in `obtained`, `success` and `stuck` alike: they only tell how far our acknowledgement of the notification got.
const paymentStates: Readonly<Record<string, ProviderState>> = {
  pending: 'pending',
  obtained: 'settled',
  success: 'settled',
  stuck: 'settled',
  failed: 'declined',
  canceled: 'cancelled',
  refunding: 'returning',
  refunded: 'returned',
  partially_refunded: 'partly_returned',
};
const pageStates: Readonly<Record<string, PageState>> = { created: 'open', sent: 'open', paid: 'paid', expired: 'expired' };
const refundStates: Readonly<Record<string, ProviderRefund['state']>> = { started: 'started', done: 'done', failed: 'failed' };

const mapper = <S extends string>(table: Readonly<Record<string, S>>) => (raw: string | undefined): S | 'unknown' =>
  raw !== undefined && Object.hasOwn(table, raw) ? (table[raw] ?? 'unknown') : 'unknown';

/** Total: a status that is not in the table is `unknown`, which is neither paid nor failed. */
export const paymentStateOf: (raw: string | undefined) => ProviderState = mapper(paymentStates);
export const pageStateOf: (raw: string | undefined) => PageState = mapper(pageStates);
export const refundStateOf: (raw: string | undefined) => ProviderRefund['state'] = mapper(refundStates);
