import { viewOf } from './receipt-row';

const base = 'https://shop.server.paykeeper.ru/';
const row = {
  id: 12, fop_receipt_key: 'Uo9AFN_J', status: 'success', sum: '1000.00', fn_number: '9999078900001341', fiscal_document_number: 133, fiscal_sign: '0449555941',
  shift_number: '23', receipt_number: 6, receipt_datetime: '2026-11-30 18:01:00', rnm: '0000000001012943', surprise: { nested: true },
};

describe('a receipt as the register shows it', () => {
  it('is registered with its attributes as text, Moscow time and the address of its page', () => {
    expect(viewOf(base, row)).toEqual({
      kind: 'registered',
      remoteId: '12',
      total: 100_000,
      url: 'https://shop.server.paykeeper.ru/receipt/Uo9AFN_J/?rc_id=12',
      fiscal: {
        fn: '9999078900001341', fd: '133', fp: '0449555941', shift: '23', receiptNumber: '6', registrationNumber: '0000000001012943', registeredAt: new Date('2026-11-30T15:01:00Z'),
      },
    });
  });

  it('is understood under other names too, and without what is optional', () => {
    const other = { receipt_id: '12', status: 'success', fn: '1', fd: '2', fp: '3', success_datetime: '2026-11-30 18:01:00', shift_number: null };
    expect(viewOf(base, other)).toMatchObject({ remoteId: '12', total: null, url: null, fiscal: { fn: '1', fd: '2', fp: '3', shift: null, registrationNumber: null } });
  });

  it('is in progress while created, and under any word that nobody knows', () => {
    expect(['created', 'что-то новое', undefined].map((status) => viewOf(base, { ...row, status })?.kind)).toEqual(['in-progress', 'in-progress', 'in-progress']);
  });

  it('is refused with the reason, and nobody’s contact in it, when it failed', () => {
    expect(viewOf(base, { id: '12', status: 'failed', error_message: 'Не доставлен на b@example.com' })).toEqual({ kind: 'refused', remoteId: '12', reason: 'Не доставлен на ***' });
  });

  it('is not understood when it says success and hides its fiscal attributes', () => {
    expect(viewOf(base, { ...row, fn_number: null })).toBeUndefined();
    expect(viewOf(base, { ...row, receipt_datetime: 'вчера' })).toBeUndefined();
    expect(viewOf(base, { ...row, id: null })).toBeUndefined();
  });
});
