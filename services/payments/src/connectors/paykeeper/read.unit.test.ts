import type { PayKeeperError } from '@paygraph/shared/connectors/paykeeper-answer';
import type { PayKeeperSession } from '@paygraph/shared/connectors/paykeeper-session';
import { err, ok } from '@paygraph/shared/result';
import { createReader } from './read';

const row = { id: '7', pay_amount: '10.00', refund_amount: '0.00', orderid: 'p-1', status: 'success', obtain_datetime: '2026-03-02 12:00:00' };

/** A server that answers about the payment and gives `error` for the list of its returns. */
const serverWith = (error: PayKeeperError, payment: object = row): PayKeeperSession => {
  const get: PayKeeperSession['get'] = (path) => Promise.resolve(path.startsWith('/info/refunds/') ? err(error) : ok(payment));
  return { get, post: () => Promise.resolve(err({ kind: 'not-sent', reason: 'nothing is changed here' })) };
};
const refundsOf = (session: PayKeeperSession) => createReader(session, 'https://bank.example').refunds('7');

describe('the list of returns', () => {
  it('that is refused is empty for a payment of which nothing came back, and unreadable for another', async () => {
    const refused = { kind: 'refused', message: 'Возвратов нет' } as const;
    expect(await refundsOf(serverWith(refused))).toEqual({ kind: 'read', value: [] });
    expect(await refundsOf(serverWith(refused, { ...row, refund_amount: '1.00' }))).toMatchObject({ kind: 'unreadable' });
  });

  it.each(['unknown', 'not-sent', 'auth'] as const)('that did not come (%s) is not empty: a return that failed leaves a row and no money', async (kind) => {
    expect(await refundsOf(serverWith({ kind, reason: 'the answer was lost' }))).toMatchObject({ kind: 'unreadable' });
  });
});
