import { newId } from '@paygraph/shared/ids';
import { eventually } from '@paygraph/shared/testing/eventually';
import { openShop, recordDelivery, requestReturn, type Shop } from './testing/shop';
import { bothOf, goodsOf, storyOf, type Story } from './testing/story';
import { startWorld, type Told, type World } from './testing/world';

describe('what was sent', () => {
  let world: World;
  let shop: Shop;
  let story: Story;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
    story = storyOf(world, shop);
  }, 90_000);
  afterAll(() => world.stop());

  it('asks back what the buyer returns and closes the child order when the money went back', async () => {
    const { order, payment } = await story.paid();
    const [north] = bothOf(order);
    await story.deliver({ orderRef: north.id, shipmentId: north.id });
    const tea = goodsOf(north);
    const half = await world.ask(shop.staff, requestReturn, { input: { idempotencyKey: newId(), childOrderId: north.id, lines: [{ lineId: tea.id, quantityMilli: 1000 }], reason: 'defect' } });
    expect(half.data?.['requestReturn']?.__typename).toBe('RequestReturnSuccess');
    await world.ask(shop.staff, requestReturn, { input: { idempotencyKey: newId(), childOrderId: north.id, lines: [{ lineId: tea.id, quantityMilli: 1000 }], reason: 'defect' } });
    const asked = (await story.asked(order.id, 'OrderRefundRequested', 2)) as [Told['body'], Told['body']];
    expect(asked.map(({ total }) => total)).toEqual([9_600, 9_600]);
    expect((await story.now(order.id)).children[0]?.status).toBe('RETURNING');
    await payment.refunded(asked[0].requestId, 9_600, { refundedTotal: 9_600, remaining: 14_701, children: asked[0].children });
    await payment.refunded(asked[1].requestId, 9_600, { refundedTotal: 19_200, remaining: 5_101, children: asked[1].children });
    await eventually(async () => expect((await story.now(order.id)).children[0]?.status).toBe('RETURNED'));
  });

  it('gives back the money of a parcel that came back to its sender, and never calls it delivered', async () => {
    const { order } = await story.paid();
    const [north, south] = bothOf(order);
    await story.deliver({ orderRef: north.number, shipmentId: 'n', kind: 'return_started' });
    await story.deliver({ orderRef: north.number, shipmentId: 'n', kind: 'handed_over', direction: 'return' });
    await story.deliver({ orderRef: south.number, shipmentId: 's' });
    const now = await story.now(order.id);
    expect([now.status, now.children.map(({ status }) => status)]).toEqual(['DELIVERED', ['RETURNED', 'HANDED_OVER']]);
    await eventually(() => expect(story.told(order.id).find(({ type }) => type === 'OrderRefundRequested')?.body).toMatchObject({ total: 19_441, children: [{ childOrderId: north.id }] }));
    expect(await story.kinds(order.id)).not.toContain('order.completed');
  });

  it('waits with a hand-over that was told before the picking until the picking is confirmed', async () => {
    const { order } = await story.held();
    const [north] = bothOf(order);
    await story.deliver({ orderRef: north.number, shipmentId: 'early' });
    expect((await story.now(order.id)).children[0]?.status).toBe('READY_TO_PICK');
    await story.pick(north.id, { full: true });
    expect((await story.now(order.id)).children[0]?.status).toBe('HANDED_OVER');
  });

  it('opens a delivered child order again only by a withdrawal', async () => {
    const { order } = await story.paid();
    const [north] = bothOf(order);
    const statusAfter = async (over: object): Promise<string | undefined> => {
      await story.deliver({ orderRef: north.number, shipmentId: 'w', ...over });
      return (await story.now(order.id)).children[0]?.status;
    };
    expect(await statusAfter({ kind: 'handed_over' })).toBe('HANDED_OVER');
    expect(await statusAfter({ kind: 'in_transit' })).toBe('HANDED_OVER');
    expect(await statusAfter({ kind: 'a word of tomorrow' })).toBe('HANDED_OVER');
    expect(await statusAfter({ kind: 'withdrawn' })).toBe('IN_DELIVERY');
    const kept = await world.sql('SELECT kind FROM delivery_signal WHERE child_order_id = $1 ORDER BY position', [north.id]);
    expect(kept.map(({ kind }) => kind)).toEqual(['handed_over', 'in_transit', 'unknown', 'withdrawn']);
  });

  it('is handed over by the word of staff, once for a key, also where a carrier left it half open', async () => {
    const { order } = await story.paid();
    const [north] = bothOf(order);
    const input = { idempotencyKey: newId(), childOrderId: north.id, kind: 'HANDED_OVER' };
    const record = async (over: object = {}) => (await world.ask(shop.staff, recordDelivery, { input: { ...input, ...over } })).data?.['recordDelivery'];
    expect(await record({ occurredAt: '2036-01-01T00:00:00Z' })).toMatchObject({ __typename: 'ValidationFailed', field: 'occurredAt' });
    await story.deliver({ orderRef: north.number, shipmentId: 'half', kind: 'partially_handed_over' });
    expect((await story.now(order.id)).children[0]?.status).toBe('IN_DELIVERY');
    expect((await record())?.order?.children[0]?.status).toBe('HANDED_OVER');
    expect((await record())?.__typename).toBe('RecordDeliverySuccess');
    expect(await world.sql('SELECT FROM delivery_signal WHERE child_order_id = $1', [north.id])).toHaveLength(2);
    await story.receipt(order.id, north.id);
    await eventually(async () => expect((await story.now(order.id)).children[0]?.status).toBe('COMPLETED'));
    expect(await record({ idempotencyKey: newId() })).toMatchObject({ __typename: 'NotAllowedNow', status: 'completed' });
  });
});
