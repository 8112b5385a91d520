import { setTimeout as pause } from 'node:timers/promises';
import { payAsBuyer, tellDelivery } from '@paygraph/gateway/main-job/outside';
import type { Random } from '../random';
import type { Shop } from '../system/shop';
import { GaveUp, type Client, type Outcome, type Who } from './client';
import type { Feed } from './feed';
import type { Command, StoryTold } from '../audit/told';

export type Line = Readonly<{ id: string; kind: string; quantityMilli: number }>;
export type Child = Readonly<{ id: string; number: string; lines: readonly Line[] }>;
export type Order = Readonly<{ id: string; number: string; children: readonly Child[] }>;
export type LineQuantity = Readonly<{ lineId: string; quantityMilli: number }>;

/** Brings the end of a payment's hold near: the one thing that real time would take days for. */
export type HurryHold = (paymentId: string) => Promise<boolean>;

export type SceneParts = Readonly<{ shop: Shop; client: Client; feed: Feed; random: Random; told: StoryTold; accepted: (command: Command) => void; over: AbortSignal; hurryHold: HurryHold }>;

export const goodsOf = ({ lines }: Child): readonly Line[] => lines.filter(({ kind }) => kind === 'GOODS');

/** What the people of one order do; every step goes through the gateway or through the outside world. */
export class Scene {
  readonly random: Random;
  constructor(private readonly parts: SceneParts) {
    this.random = parts.random;
  }

  /** The status in which the order must end. */
  mustEnd(status: string): void {
    this.parts.told.ends = status;
  }

  pause(ms: number): Promise<void> {
    return pause(ms);
  }

  until(order: Order, kind: string, count = 1): Promise<void> {
    this.parts.told.step = `${count} × ${kind}`;
    return this.parts.feed.until(order.id, kind, count);
  }

  /** Whether it was told already. */
  has(order: Order, kind: string): boolean {
    return this.parts.feed.has(order.id, kind);
  }

  /** The shop's back end hands over an order of so many child orders. */
  async place(children: number): Promise<Order> {
    const { random, parts: { shop, told } } = this;
    const [first = '', ...rest] = random.shuffled(shop.warehouses.own);
    const warehouses = [first, ...random.shuffled([...rest, ...shop.warehouses.other])].slice(0, children);
    const lines = warehouses.flatMap((warehouseId, at) => Array.from({ length: random.whole(1, 2) }, (_, index) => this.goods(`${at}-${index}`, warehouseId)));
    const goods = lines.reduce((sum, { price, quantityMilli }) => sum + Math.round((price * quantityMilli) / 1_000), 0);
    const discount = random.chance(0.5) ? random.whole(1, 3_000) : 0;
    const delivery = random.chance(0.5) ? random.whole(100, 49_999) : 0;
    const { order } = await this.command('INTEGRATION', 'placeOrder', {
      key: `place-${told.number}`,
      input: { number: told.number, customerId: shop.customerId, contact: { email: 'buyer@example.com' }, lines, discount, ...(delivery ? { delivery: { price: delivery, name: 'Доставка' } } : {}), total: goods - discount + delivery },
      selection: 'order { id number children { id number lines { id kind quantityMilli } } }',
    });
    told.orderId = (order as Order).id;
    return order as Order;
  }

  private goods(sku: string, warehouseId: string) {
    return { sku: `SKU-${sku}`, name: `Товар ${sku}`, quantityMilli: 1_000 * this.random.whole(1, 3), price: this.random.whole(5_000, 90_000), warehouseId };
  }

  /** The buyer chooses to pay by card. Gives the id of the payment. */
  async startPayment(order: Order): Promise<string> {
    const { payment } = await this.command('CUSTOMER', 'startPayment', { key: `pay-${order.id}`, input: { orderId: order.id, method: 'CARD', ...(this.random.chance(0.3) ? { saveCard: { wordingVersion: '2026-01' } } : {}) }, selection: 'payment { id }' });
    return (this.parts.told.paymentId = (payment as { id: string }).id);
  }

  /** The bank's page of a payment, which may come late. */
  async page(paymentId: string): Promise<string> {
    this.parts.told.step = 'a payment page';
    for (;;) {
      const { payment } = await this.parts.client.query('CUSTOMER', 'query ($id: ID!) { payment(id: $id) { pageUrl } }', { id: paymentId });
      const { pageUrl } = (payment ?? {}) as { pageUrl?: string | null };
      if (pageUrl) return pageUrl;
      if (this.parts.over.aborted) throw new GaveUp('waits for a payment page');
      await pause(500);
    }
  }

  async payAtBank(pageUrl: string, extra: object = {}): Promise<void> {
    await payAsBuyer(this.parts.shop.outside.paykeeper.url, pageUrl, { saveCard: this.random.chance(0.3), ...extra });
  }

  /** Places, pays, and waits until the money is held and every prepayment receipt is registered. */
  async buy(children = this.random.whole(1, 6)): Promise<Order> {
    const order = await this.place(children);
    await this.payAtBank(await this.page(await this.startPayment(order)));
    await this.until(order, 'payment.authorized');
    await this.until(order, 'receipt.prepayment.registered', order.children.length);
    return order;
  }

  /** The days of the hold pass. */
  async letHoldEnd(paymentId: string): Promise<void> {
    this.parts.told.step = 'the end of the hold';
    while (!(await this.parts.hurryHold(paymentId).catch(() => false))) {
      if (this.parts.over.aborted) throw new GaveUp('waits for a hold that could end');
      await pause(500);
    }
  }

  async pick(child: Child, lines?: readonly LineQuantity[]): Promise<void> {
    await this.command('OPERATOR', 'confirmPicking', { key: `pick-${child.id}`, input: { childOrderId: child.id, ...(lines ? { lines } : { full: true }) }, selection: 'order { id }', ids: { childOrderId: child.id } });
  }

  async pickAll(order: Order): Promise<void> {
    for (const child of order.children) await this.pick(child);
    await this.until(order, 'payment.captured');
  }

  /** The carrier, or the merchant's own courier. */
  async handOver(child: Child): Promise<void> {
    if (this.random.chance(0.7)) return void (await tellDelivery(this.parts.shop.outside.delivery.url, child.number, 'handed_over'));
    await this.command('OPERATOR', 'recordDelivery', { key: `hand-${child.id}`, input: { childOrderId: child.id, kind: 'HANDED_OVER' }, selection: 'order { id }', ids: { childOrderId: child.id } });
  }

  async handOverAll(order: Order): Promise<void> {
    for (const child of order.children) await this.handOver(child);
    await this.until(order, 'receipt.closing.registered', order.children.length);
  }

  /** Asks and records what was accepted. @throws when it is refused. */
  async command(who: Who, name: string, ask: { key: string; input: object; selection: string; ids?: Command['ids'] }): Promise<Outcome> {
    const outcome = await this.tryCommand(who, name, ask);
    if (outcome.__typename.endsWith('Success')) return outcome;
    throw new Error(`${name} was refused: ${outcome.__typename} ${outcome.field ?? ''} ${outcome.message ?? ''}`);
  }

  /** The same where a refusal is an answer like another. */
  async tryCommand(who: Who, name: string, { key, input, selection, ids = {} }: { key: string; input: object; selection: string; ids?: Command['ids'] }): Promise<Outcome> {
    const { client, told, accepted } = this.parts;
    told.step = name;
    const outcome = await client.mutate(who, name, { input: { idempotencyKey: key, ...input }, selection });
    const orderId = told.orderId ?? (outcome['order'] as Order | undefined)?.id ?? '';
    const paymentId = told.paymentId ?? (outcome['payment'] as { id?: string } | undefined)?.id;
    if (outcome.__typename.endsWith('Success')) accepted({ name, orderId, key, ids: { ...(paymentId ? { paymentId } : {}), ...ids }, at: Date.now() });
    return outcome;
  }
}

/** A kind of traffic: one file, and a place in the list. */
export type Story = Readonly<{
  name: string;
  /** How often it comes, next to the others. */
  weight: number;
  shop: Shop['kind'];
  play(scene: Scene): Promise<void>;
}>;
