import { paidPayment, start, invoiceOf, untilPayment, readPayment } from '../testing/ask';
import { bankDifferences, brokenBooks, eventTypes } from '../testing/oracle';
import { reverseByHand } from '../testing/cabinet';
import { openShop, type Shop, type ShopOptions } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

const days = 24 * 3_600;
// A lead longer than the hold itself makes the clock strike at once.
const strikesAtOnce = 30 * days;

describe('the clock of a hold', () => {
  let world: World;
  const shops: Shop[] = [];
  const shopWith = async (options: ShopOptions): Promise<Shop> => {
    const shop = await openShop(world, options);
    shops.push(shop);
    return shop;
  };

  beforeAll(async () => {
    world = await startWorld({ certainty: { absencesNeeded: 2, absenceAgeMs: 60, inquiriesBeforeReview: 5 } });
  });
  afterAll(async () => {
    for (const shop of shops) await shop.stop();
    await world.stop();
  });
  afterEach(async () => expect(await brokenBooks(world)).toEqual([]));

  const paid = async (shop: Shop) => {
    const order = await shop.placeOrder();
    const started = await start(world, shop, order);
    await shop.bank.control.pay({ invoiceId: invoiceOf(started), outcome: 'success' });
    return started.id;
  };

  it('captures in time where the contract says so, and says so first', async () => {
    const shop = await shopWith({ settings: { holdExpiryLeadSeconds: strikesAtOnce, holdExpiryAction: 'capture' } });
    const id = await paid(shop);
    await untilPayment(world, shop, { id, is: ({ state }) => state === 'CAPTURED' });
    expect((await eventTypes(world, id)).slice(2)).toEqual(['PaymentAuthorized', 'PaymentHoldExpiring', 'PaymentCaptured']);
    expect(await bankDifferences(world, shop, id)).toEqual([]);
  });

  it('voids in time where the contract says so', async () => {
    const shop = await shopWith({ settings: { holdExpiryLeadSeconds: strikesAtOnce, holdExpiryAction: 'void' } });
    const id = await paid(shop);
    await untilPayment(world, shop, { id, is: ({ state }) => state === 'VOIDED' });
    expect(await bankDifferences(world, shop, id)).toEqual([]);
  });

  it('waits while there is time', async () => {
    const shop = await shopWith({});
    const { payment } = await paidPayment(world, shop);
    const end = Date.parse(payment.holdExpiresAt ?? '');
    expect(end).toBeGreaterThan(Date.now() + 5 * days * 1_000);
    expect(end).toBeLessThan(Date.now() + 7 * days * 1_000 + 1);
    const [clock] = await world.owner.query<{ due_at: Date }>(`SELECT due_at FROM due_work WHERE ref = $1 AND kind = 'payment.hold-clock'`, [payment.id]);
    expect(clock?.due_at.getTime()).toBeCloseTo(end - 3_600_000, -3);
  });

  it('asks the bank before it acts: a hold that the bank released is found voided, not captured', async () => {
    const shop = await shopWith({ settings: { holdExpiryLeadSeconds: strikesAtOnce }, bank: { releasedStatus: 'canceled' } });
    const order = await shop.placeOrder();
    const started = await start(world, shop, order);
    shop.bank.control.setFaults({ error5xx: { endpoint: '/info/payments/byid/' }, holdAutoCapture: 'release' });
    await shop.bank.control.pay({ invoiceId: invoiceOf(started), outcome: 'success' });
    await untilPayment(world, shop, { id: started.id, is: ({ state }) => state === 'AUTHORIZED' });
    shop.bank.control.advance(8 * days);
    shop.bank.control.setFaults({ error5xx: false });
    await untilPayment(world, shop, { id: started.id, is: ({ state }) => state === 'VOIDED' });
    expect((await readPayment(world, shop, started.id)).captured.amount).toBe(0);
  });

  it('calls a person when the bank shows a hold as nobody here left it, and goes on asking', async () => {
    const shop = await shopWith({ settings: { holdExpiryLeadSeconds: strikesAtOnce }, bank: { refundDelayMs: 1 } });
    const started = await start(world, shop, await shop.placeOrder());
    shop.bank.control.setFaults({ error5xx: { endpoint: '/info/payments/byid/' } });
    await shop.bank.control.pay({ invoiceId: invoiceOf(started), outcome: 'success' });
    const { providerPaymentId } = await untilPayment(world, shop, { id: started.id, is: ({ state }) => state === 'AUTHORIZED' });
    await reverseByHand(shop, { id: providerPaymentId ?? '', amount: '1.00', partial: 'true' });
    await world.owner.query(`DELETE FROM due_work WHERE ref = $1 AND kind = 'payment.examine'`, [started.id]);
    shop.bank.control.clearFaults();
    const stuck = await untilPayment(world, shop, { id: started.id, is: ({ reviewReason }) => reviewReason?.includes('partly_returned') ?? false, withinMs: 20_000 });
    expect(stuck).toMatchObject({ state: 'AUTHORIZED', reviewReason: 'the hold is about to end and the provider shows it as partly_returned' });
    expect(await world.owner.query(`SELECT 1 FROM due_work WHERE ref = $1 AND kind = 'payment.hold-clock'`, [started.id])).toHaveLength(1);
  });

  it('finds a capture that the bank made by itself when ours is refused after the term', async () => {
    const shop = await shopWith({ settings: { holdExpiryLeadSeconds: strikesAtOnce }, card: { holdDays: 1 } });
    const order = await shop.placeOrder();
    const started = await start(world, shop, order);
    shop.bank.control.setFaults({ error5xx: { endpoint: '/info/payments/byid/' }, holdAutoCapture: 'early' });
    await shop.bank.control.pay({ invoiceId: invoiceOf(started), outcome: 'success' });
    await untilPayment(world, shop, { id: started.id, is: ({ state }) => state === 'AUTHORIZED' });
    await world.owner.query(`UPDATE payment SET hold_expires_at = now() - interval '2 days' WHERE id = $1`, [started.id]);
    shop.bank.control.clearFaults();
    const done = await untilPayment(world, shop, { id: started.id, is: ({ state }) => state === 'CAPTURED', withinMs: 20_000 });
    expect(done.captured.amount).toBe(order.total);
    expect(await bankDifferences(world, shop, started.id)).toEqual([]);
  });
});

describe('the clock of a page', () => {
  let world: World;
  let shop: Shop;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world, { settings: { pageLifetimeSeconds: 2 } });
  });
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });

  it('declines the payment when the bank says that the page is closed, and the order may be paid anew', async () => {
    const order = await shop.placeOrder();
    const first = await start(world, shop, order);
    const expired = await untilPayment(world, shop, { id: first.id, is: ({ state }) => state === 'DECLINED' });
    expect(expired.declineReason).toBe('expired');
    expect((await eventTypes(world, first.id)).at(-1)).toBe('PaymentDeclined');
    expect((await start(world, shop, order)).id).not.toBe(first.id);
  });

  it('is no wall for money: what was paid in the last second and told late makes the payment live again', async () => {
    const order = await shop.placeOrder();
    const started = await start(world, shop, order);
    shop.bank.control.setFaults({ error5xx: { endpoint: '/info/invoice/byid/' } });
    const { paymentId } = await shop.bank.control.pay({ invoiceId: invoiceOf(started), outcome: 'success', notify: 'none' });
    await world.owner.query(`UPDATE payment SET state = 'declined', decline_reason = 'expired' WHERE id = $1`, [started.id]);
    expect(await shop.bank.control.notify({ paymentId, times: 1 })).toEqual([true]);
    shop.bank.control.clearFaults();
    expect((await readPayment(world, shop, started.id)).state).toBe('AUTHORIZED');
  });
});
