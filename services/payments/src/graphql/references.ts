import type { ReferenceResolver } from '@paygraph/shared/graphql/references';
import { isUuid } from '@paygraph/shared/ids';
import type { PaymentsContext } from './context';
import { loadPayment } from './load';
import { paymentView } from './views';

const ids = (references: readonly Readonly<Record<string, unknown>>[]): string[] => references.map(({ id }) => (typeof id === 'string' ? id : ''));

/**
 * Whoever comes in through another service's field: merchant and owner are checked here again. An order is not ours to hide: nothing of
 * it is known here but its payments, and those are filtered for the asker when they are loaded.
 */
export const references: Readonly<Record<string, ReferenceResolver<PaymentsContext>>> = {
  Payment: (asked, context) => Promise.all(ids(asked).map((id) => loadPayment(context, id).then((payment) => payment && paymentView(payment)))),
  Order: (asked) => Promise.resolve(ids(asked).map((id) => (isUuid(id) ? { id } : null))),
};
