import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../kit/testing/api';
import { startShop, type Received, type Shop } from '../kit/testing/shop';
import { fired } from '../kit/testing/fired';
import { startDeliverySimulator, type DeliverySignal, type DeliverySimulator } from './index';

/** One that was sent at once would have come by then. */
const longerThanAnyPostMs = 200;

describe('a delivery signal', () => {
  let carrier: DeliverySimulator;
  let shop: Shop;
  beforeEach(async () => {
    shop = await startShop();
    carrier = await startDeliverySimulator({ webhookUrl: shop.url, retryMs: [10] });
  });
  afterEach(async () => {
    await carrier.stop();
    await shop.stop();
  });
  const signalOf = ({ body }: Received): DeliverySignal => JSON.parse(body) as DeliverySignal;
  const arrived = (count: number): Promise<Received[]> => eventually(() => shop.received, (received) => received.length >= count);
  const deliver = async (order: object): Promise<Response> => fetch(`${carrier.url}/__sim/deliver`, { method: 'POST', body: JSON.stringify(order) });
  const isSigned = ({ body, headers }: Received, secret: string): boolean => {
    const [, seconds = '', sign] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-signature'])) ?? [];
    return sign === createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  };

  it('arrives signed over its raw body with the moment of sending', async () => {
    const answer = await deliver({ orderRef: 'order-42-1', kind: 'handed_over', carrierText: 'Вручено', place: 'Москва' });
    const { signal } = (await answer.json()) as { signal: DeliverySignal };
    const [received] = await arrived(1);
    if (received === undefined) throw new Error('Nothing arrived');
    expect(signalOf(received)).toEqual(signal);
    expect(signal).toMatchObject({ orderRef: 'order-42-1', kind: 'handed_over', final: true, direction: 'forward', carrierText: 'Вручено', timezoneKnown: true });
    expect(isSigned(received, carrier.secret)).toBe(true);
    const seconds = Number(/^t=(\d+)/.exec(String(received.headers['x-signature']))?.[1]);
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(5);
  });

  it('has the same id when the same fact is told again', () => {
    const fact = { orderRef: 'order-42-1', kind: 'arrived', shipmentId: 's1', occurredAt: '2026-11-24T10:00:00+03:00' } as const;
    expect(carrier.control.deliver(fact).signalId).toBe(carrier.control.deliver(fact).signalId);
    expect(carrier.control.deliver({ ...fact, kind: 'handed_over' }).signalId).not.toBe(carrier.control.deliver(fact).signalId);
  });

  it('is a way back when the parcel goes back', () => {
    expect(carrier.control.deliver({ orderRef: 'o', kind: 'returned_to_sender' })).toMatchObject({ direction: 'return', final: true });
  });

  it('is repeated until the platform answers with 2xx', async () => {
    shop.answer = () => ({ status: shop.received.length < 4 ? 503 : 204, body: '' });
    carrier.control.deliver({ orderRef: 'o', kind: 'accepted' });
    await carrier.journal.waitFor(({ kind }) => kind === 'signal.accepted');
    expect(shop.received).toHaveLength(4);
    expect(carrier.control.books().signals).toEqual([expect.objectContaining({ attempts: 4, accepted: 1 })]);
  });

  it.each([
    ['no order', { kind: 'accepted' }, 'orderRef'],
    ['an unknown kind', { orderRef: 'o', kind: 'delivered' }, 'kind'],
  ])('is not made with %s', async (_, order, field) => {
    const answer = await deliver(order);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { error: string }).error).toContain(field);
  });

  describe('under a fault', () => {
    it('comes twice', async () => {
      carrier.control.setFaults({ duplicate: true });
      carrier.control.deliver({ orderRef: 'o', kind: 'accepted' });
      const ids = (await arrived(2)).map((received) => signalOf(received).signalId);
      expect(new Set(ids).size).toBe(1);
    });

    it('comes in the reverse order', async () => {
      carrier.control.setFaults({ reorder: true });
      carrier.control.deliver({ orderRef: 'o', kind: 'arrived' });
      carrier.control.deliver({ orderRef: 'o', kind: 'handed_over' });
      expect((await arrived(2)).map((received) => signalOf(received).kind)).toEqual(['handed_over', 'arrived']);
      expect(await fired(carrier.url)).toEqual([1]);
    });

    it('never comes', async () => {
      carrier.control.setFaults({ never: { times: 1 } });
      carrier.control.deliver({ orderRef: 'o', kind: 'arrived' });
      carrier.control.deliver({ orderRef: 'o', kind: 'handed_over' });
      expect((await arrived(1)).map((received) => signalOf(received).kind)).toEqual(['handed_over']);
    });

    it('comes with a signature that does not fit', async () => {
      carrier.control.setFaults({ wrongSignature: true });
      carrier.control.deliver({ orderRef: 'o', kind: 'arrived' });
      const [received] = await arrived(1);
      expect(received && isSigned(received, carrier.secret)).toBe(false);
    });

    it('comes with a stale signature', async () => {
      carrier.control.setFaults({ clockSkewSeconds: -600 });
      carrier.control.deliver({ orderRef: 'o', kind: 'arrived' });
      const [received] = await arrived(1);
      expect(received && isSigned(received, carrier.secret)).toBe(true);
      expect(Date.now() / 1000 - Number(/^t=(\d+)/.exec(String(received?.headers['x-signature']))?.[1])).toBeGreaterThan(590);
    });

    it('comes late', async () => {
      carrier.control.setFaults({ delayMs: 60_000 });
      carrier.control.deliver({ orderRef: 'o', kind: 'arrived' });
      await pause(longerThanAnyPostMs);
      expect(carrier.control.books().signals).toHaveLength(1);
      expect(shop.received).toHaveLength(0);
      await fetch(`${carrier.url}/__sim/time`, { method: 'POST', body: JSON.stringify({ advanceSeconds: 60 }) });
      await arrived(1);
    });
  });
});
