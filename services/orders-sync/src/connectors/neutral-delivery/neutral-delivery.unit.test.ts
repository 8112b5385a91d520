import { createHmac } from 'node:crypto';
import { neutralDelivery } from './index';

const now = new Date('2026-03-01T12:00:00Z');
const rawBody = Buffer.from('{"a":1}');
const sign = (t: number, secret = 'secret', body: Buffer = rawBody): string => `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;
const seconds = now.getTime() / 1000;
const check = (header: string | string[] | undefined): boolean => neutralDelivery.authenticate({ headers: { 'x-signature': header }, rawBody, secret: 'secret', now }).ok;

const signal = { signalId: 's1', carrier: 'own_courier', shipmentId: '17', orderRef: 'A-1-1', direction: 'forward', kind: 'handed_over', occurredAt: '2026-03-01T15:00:00+03:00' };
const read = (over: object) => neutralDelivery.read(Buffer.from(JSON.stringify({ ...signal, ...over })));

describe('the neutral delivery connector', () => {
  it('believes a signature over exactly these bytes, within 300 seconds either way', () => {
    for (const t of [seconds, seconds - 300, seconds + 300]) expect(check(sign(t))).toBe(true);
  });

  it.each([
    ['no signature', undefined],
    ['two headers', [sign(seconds), sign(seconds)]],
    ['another secret', sign(seconds, 'other')],
    ['another body', sign(seconds, 'secret', Buffer.from('{"a":2}'))],
    ['an old moment', sign(seconds - 301)],
    ['a moment to come', sign(seconds + 301)],
    ['a moment that was changed', sign(seconds).replace(`t=${seconds}`, `t=${seconds - 1}`)],
    ['a shortened signature', sign(seconds).slice(0, -2)],
    ['an upper case signature', sign(seconds).toUpperCase()],
    ['another form', 'sha256=abc'],
  ])('does not believe %s', (_what, header) => expect(check(header)).toBe(false));

  it('reads what orders act on and lets the rest pass', () => {
    expect(read({ extra: { deep: true }, cod: { amount: 1 } })).toEqual({ ok: true, value: { ...signal, occurredAt: new Date('2026-03-01T12:00:00Z') } });
  });

  it('takes a kind of tomorrow for unknown', () => expect(read({ kind: 'teleported' })).toMatchObject({ ok: true, value: { kind: 'unknown' } }));

  it.each([
    ['signalId', ''], ['signalId', 'x'.repeat(201)], ['shipmentId', 'a\u0000b'], ['carrier', 'merchant_staff'], ['orderRef', 17], ['orderRef', undefined], ['direction', 'sideways'], ['kind', null],
    ['occurredAt', '2026-03-01T15:00:00'], ['occurredAt', '2026-02-30T15:00:00Z'], ['occurredAt', '9999-01-01T00:00:00Z'], ['occurredAt', 'yesterday'],
  ])('refuses a %s of %j and names the field', (field, value) => {
    expect(read({ [field]: value })).toEqual({ ok: false, error: { kind: 'Malformed', reason: expect.stringContaining(field) } });
  });

  it.each(['', '[]', 'null', '"text"', '{"signalId":', '\u00ff'])('refuses %j without falling over', (text) => expect(neutralDelivery.read(Buffer.from(text)).ok).toBe(false));
});
