import { rowsOf, type PayKeeperRow } from '@paygraph/shared/connectors/paykeeper-answer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapAll, toPage, toProviderPayment, toProviderRefund } from './mapping';
import { fromMoscow, moscowDate, moscowDateTime } from './moscow-time';
import { pageStateOf, paymentStateOf, refundStateOf } from './statuses';

const fixture = (name: string): readonly PayKeeperRow[] => rowsOf(JSON.parse(readFileSync(join(__dirname, 'fixtures', name), 'utf8')));
const only = (name: string): PayKeeperRow => fixture(name)[0] ?? {};

describe('rows of PayKeeper', () => {
  it('become a page, with its id as text that no number could hold', () =>
    expect(toPage(only('invoice-paid.json'), 'https://shop.server.paykeeper.ru/')).toEqual({
      id: '20260302150000123', url: 'https://shop.server.paykeeper.ru/bill/20260302150000123/', reference: '0195a1b2-0000-7000-8000-000000000001', amount: 899_00, state: 'paid',
      expiresAt: new Date('2026-03-02T12:10:00Z'), providerPaymentId: '240711111',
    }));

  it('become a payment, nothing returned where the sum is null', () =>
    expect(toProviderPayment(only('payment-success.json'))).toEqual({
      id: '240711111', reference: '0195a1b2-0000-7000-8000-000000000001', amount: 899_00, returned: 0, state: 'settled', obtainedAt: new Date('2026-03-02T12:04:11Z'),
    }));

  it('become refunds, ids alike whether text or number', () =>
    expect(mapAll(fixture('refunds.json'), toProviderRefund)).toEqual([{ ref: '5501', amount: 100_00, state: 'done' }, { ref: '5502', amount: 50_50, state: 'started' }]));

  it.each<[string, PayKeeperRow]>([['no id', { pay_amount: '1.00' }], ['no sum', { id: '1' }], ['a sum that is no sum', { id: '1', pay_amount: '1e3' }], ['a negative sum', { id: '1', pay_amount: '-1.00' }], ['a structure for an id', { id: ['1'], pay_amount: '1.00' }]])(
    'with %s are not believed, and neither is a list that holds one',
    (_what, row) => {
      expect([toProviderPayment(row), toPage(row, '')]).toEqual([null, null]);
      expect(mapAll([only('payment-success.json'), row], toProviderPayment)).toBeNull();
    },
  );
});

describe('statuses of PayKeeper', () => {
  it('map like this, and what nobody knows is unknown', () => {
    const payments = ['pending', 'obtained', 'success', 'stuck', 'canceled', 'failed', 'refunding', 'refunded', 'partially_refunded', 'SUCCESS', 'toString', undefined];
    expect(payments.map(paymentStateOf)).toEqual(['pending', 'settled', 'settled', 'settled', 'cancelled', 'declined', 'returning', 'returned', 'partly_returned', 'unknown', 'unknown', 'unknown']);
    expect(['created', 'sent', 'paid', 'expired', 'new'].map(pageStateOf)).toEqual(['open', 'open', 'paid', 'expired', 'unknown']);
    expect(['started', 'done', 'failed', ''].map(refundStateOf)).toEqual(['started', 'done', 'failed', 'unknown']);
  });
});

describe('Moscow time', () => {
  it('is written and read three hours ahead of Greenwich', () => {
    const at = new Date('2026-03-02T21:30:05Z');
    expect([moscowDateTime(at), moscowDate(at)]).toEqual(['2026-03-03 00:30:05', '2026-03-03']);
    expect(fromMoscow('2026-03-03 00:30:05')).toEqual(at);
    expect(fromMoscow('2026-03-03')).toEqual(new Date('2026-03-02T21:00:00Z'));
    expect(['', '03.03.2026', '2026-13-01', undefined].map(fromMoscow)).toEqual([null, null, null, null]);
  });
});
