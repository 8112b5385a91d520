import { startDeliverySimulator, type DeliverySimulator } from '@paygraph/simulators/delivery/index';
import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { createHmac } from 'node:crypto';
import { openShop, placed, type Shop } from '../testing/shop';
import { startWorld, type ShownChild, type World } from '../testing/world';

describe('the delivery webhook', () => {
  let world: World;
  let shop: Shop;
  let stranger: Shop;
  let now = new Date();
  const simulators: DeliverySimulator[] = [];

  beforeAll(async () => {
    world = await startWorld({ clock: () => now });
    [shop, stranger] = [await openShop(world), await openShop(world)];
  }, 90_000);
  beforeEach(() => void (now = new Date()));
  afterAll(async () => {
    for (const simulator of simulators) await simulator.stop();
    await world.stop();
  });

  const addressOf = ({ merchantId, platform }: Pick<Shop, 'merchantId' | 'platform'>): string => `${world.url}/webhooks/delivery/${merchantId}/${platform}`;
  const post = async (url: string, body: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> => {
    const answer = await fetch(url, { method: 'POST', body, headers });
    return { status: answer.status, text: await answer.text() };
  };
  const sign = (body: string, secret: string, t = Math.floor(Date.now() / 1000)): Record<string, string> =>
    ({ 'x-signature': `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}` });
  const bodyFor = (orderRef: string, over: object = {}): string =>
    JSON.stringify({ signalId: newId(), carrier: 'own_courier', shipmentId: 's', orderRef, direction: 'forward', kind: 'in_transit', final: false, occurredAt: new Date().toISOString(), ...over });
  const signalsOf = (childOrderId: string) => world.sql<{ kind: string; raw: Buffer }>('SELECT kind, raw FROM delivery_signal WHERE child_order_id = $1', [childOrderId]);
  const firstChild = async (over: object = {}): Promise<ShownChild> => {
    const [child] = (await placed(world, shop, over)).children;
    if (!child) throw new Error('no child order');
    return child;
  };

  it('takes what the carrier signed, keeps it byte for byte, and answers after the commit', async () => {
    const child = await firstChild();
    const body = bodyFor(child.number, { kind: 'registered', place: 'Москва' });
    expect(await post(addressOf(shop), body, sign(body, shop.secret))).toEqual({ status: 200, text: '{"status":"applied"}' });
    expect((await signalsOf(child.id)).map(({ kind, raw }) => [kind, raw.toString()])).toEqual([['registered', body]]);
  });

  it('takes a signal once, however often and however many at a time it is sent', async () => {
    const child = await firstChild();
    const body = bodyFor(child.id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(addressOf(shop), body, sign(body, shop.secret))));
    expect(answers.map(({ text }) => text).sort()).toEqual(['{"status":"applied"}', ...Array.from({ length: 9 }, () => '{"status":"repeated"}')]);
    expect(await signalsOf(child.id)).toHaveLength(1);
    await eventually(() => expect(world.told('orders.delivery.v1').filter(({ aggregateId }) => aggregateId === child.id).map(({ aggregateVersion }) => aggregateVersion)).toEqual([1]));
  });

  it.each([
    ['without a signature', (body: string) => [addressOf(shop), body, {}] as const],
    ['with the secret of another merchant', (body: string) => [addressOf(shop), body, sign(body, stranger.secret)] as const],
    ['of another merchant\'s platform', (body: string) => [addressOf({ ...shop, platform: stranger.platform }), body, sign(body, stranger.secret)] as const],
    ['with a signature over another body', (body: string) => [addressOf(shop), `${body} `, sign(body, shop.secret)] as const],
    ['with a signature that is 301 seconds old', (body: string) => [addressOf(shop), body, sign(body, shop.secret, Math.floor(Date.now() / 1000) - 302)] as const],
    ['to an unknown platform', (body: string) => [addressOf({ ...shop, platform: newId() }), body, sign(body, shop.secret)] as const],
    ['to what is no id', (body: string) => [`${world.url}/webhooks/delivery/x'%20OR%201=1/${shop.platform}`, body, sign(body, shop.secret)] as const],
  ])('refuses a call %s with one and the same answer and keeps nothing', async (_what, call) => {
    const child = await firstChild();
    const [url, body, headers] = call(bodyFor(child.number));
    expect(await post(url, body, headers)).toEqual({ status: 401, text: '{"errors":[{"message":"The sender is not proven.","extensions":{"code":"UNAUTHENTICATED"}}]}' });
    expect(await signalsOf(child.id)).toEqual([]);
  });

  it('refuses yesterday\'s call when it is sent again', async () => {
    const child = await firstChild();
    const body = bodyFor(child.number);
    const headers = sign(body, shop.secret);
    expect((await post(addressOf(shop), body, headers)).status).toBe(200);
    now = new Date(Date.now() + 86_400_000);
    expect((await post(addressOf(shop), body, headers)).status).toBe(401);
  });

  it('cannot reach an order of another merchant', async () => {
    const child = await firstChild();
    for (const ref of [child.number, child.id]) {
      const body = bodyFor(ref);
      expect((await post(addressOf(stranger), body, sign(body, stranger.secret))).status).toBe(404);
    }
    expect(await signalsOf(child.id)).toEqual([]);
  });

  it('keeps a signal whose order is not there yet, and takes it when it is sent again later', async () => {
    const number = `late-${newId()}`;
    const body = bodyFor(`${number}-1`);
    expect(await post(addressOf(shop), body, sign(body, shop.secret))).toEqual({ status: 404, text: '{"status":"unmatched"}' });
    expect(await world.sql(`SELECT FROM delivery_signal WHERE raw = $1 AND child_order_id IS NULL`, [Buffer.from(body)])).toHaveLength(1);
    const child = await firstChild({ number });
    expect(await post(addressOf(shop), body, sign(body, shop.secret))).toEqual({ status: 200, text: '{"status":"applied"}' });
    expect(await signalsOf(child.id)).toHaveLength(1);
  });

  it('knows an order with one child by the shop\'s own number, and guesses at no other', async () => {
    const number = `single-${newId()}`;
    const child = await firstChild({ number, lines: [{ name: 'Чай', quantityMilli: 1000, price: 100, warehouseId: shop.north }], discount: 0, delivery: null, total: 100 });
    const body = bodyFor(number);
    expect((await post(addressOf(shop), body, sign(body, shop.secret))).status).toBe(200);
    expect(await signalsOf(child.id)).toHaveLength(1);
    const twice = await placed(world, shop);
    const ambiguous = bodyFor(twice.number);
    expect((await post(addressOf(shop), ambiguous, sign(ambiguous, shop.secret))).status).toBe(404);
  });

  it.each([
    ['no JSON', '{"signalId":'], ['a list', '[]'], ['nothing', ''], ['a field of another type', '{"signalId":1}'], ['U+0000', '{"signalId":"a\\u0000"}'], ['a date of no calendar', bodyFor('A-1', { occurredAt: '2026-02-30T00:00:00Z' })],
    ['keys of the prototype', '{"__proto__":{"kind":"handed_over"}}'],
  ])('answers 400 to a signed call with %s, names the rule and keeps it', async (_what, body) => {
    const answer = await post(addressOf(shop), body, sign(body, shop.secret));
    expect([answer.status, (JSON.parse(answer.text) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code]).toEqual([400, 'BAD_SIGNAL']);
    expect(await world.sql('SELECT FROM delivery_signal WHERE raw = $1', [Buffer.from(body)])).toHaveLength(1);
  });

  it('answers 413 to a body over 64 kB and 405 to a GET', async () => {
    const body = bodyFor('A-1', { carrierText: 'x'.repeat(70_000) });
    expect((await post(addressOf(shop), body, sign(body, shop.secret))).status).toBe(413);
    expect((await fetch(addressOf(shop))).status).toBe(405);
  });

  it('follows a carrier that repeats, reorders and retries', async () => {
    const child = await firstChild();
    const carrier = await startDeliverySimulator({ secret: shop.secret, webhookUrl: addressOf(shop), retryMs: [20] });
    simulators.push(carrier);
    carrier.control.setFaults({ duplicate: true, wrongSignature: { value: true, times: 1 } });
    const hour = (n: number): string => new Date(Date.now() - n * 3_600_000).toISOString();
    for (const [kind, ago] of [['in_transit', 3], ['registered', 5], ['out_for_delivery', 1]] as const) carrier.control.deliver({ orderRef: child.number, kind, occurredAt: hour(ago) });
    await eventually(() => expect(carrier.control.books().signals.every(({ accepted }) => accepted > 0)).toBe(true));
    expect((await signalsOf(child.id)).map(({ kind }) => kind).sort()).toEqual(['in_transit', 'out_for_delivery', 'registered']);
  });
});
