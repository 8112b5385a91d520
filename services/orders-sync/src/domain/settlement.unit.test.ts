import fc from 'fast-check';
import type { ChildOrderId, LegalEntityId, MerchantId, OrderId, OrderLineId, PaymentId, WarehouseId } from '@paygraph/shared/ids';
import { minor, sum, zero } from '@paygraph/shared/money';
import { cancelOrder } from './cancel-order';
import { followPayment } from './follow-payment';
import { followSignal } from './follow-delivery';
import { unchanged, type Change, type Happening } from './happening';
import { keptMilli, keptParts } from './line-parts';
import type { Child, Line, Order } from './order';
import { pickChild } from './pick-child';
import { refold } from './refold';
import { returnLines } from './return-lines';
import { mappingFrom, type MappingRow } from './status-mapping';

const at = new Date('2026-03-01T12:00:00Z');
const paymentId = 'p' as PaymentId;
const id = (text: string): ChildOrderId => text as ChildOrderId;

const line = (name: string, total: number, over: Partial<Line> = {}): Line => ({
  id: name as OrderLineId, kind: 'goods', name, sku: null, quantityMilli: 3000, measure: 'piece', price: minor(1), discount: zero, total: minor(total), vatCategory: 'standard', agent: null,
  pickedMilli: null, returnedMilli: 0, takenMilli: 0, askedBackMilli: 0, ...over,
});
const child = (name: string, lines: readonly Line[]): Child => ({
  id: id(name), number: name, legalEntityId: 'l' as LegalEntityId, warehouseId: 'w' as WarehouseId, vendorId: null, status: 'placed', total: sum(lines.map(({ total }) => total)), lines, signals: [],
});
const orderOf = (children: readonly Child[], rows: readonly MappingRow[] = []): Order => ({
  id: 'o' as OrderId, merchantId: 'm' as MerchantId, number: 'A', customerId: null, status: 'placed', total: sum(children.map(({ total }) => total)), children, payments: [], requests: [],
  mapping: mappingFrom(rows),
});
const twoChildren = () => [child('north', [line('tea', 1000), line('fee', 101, { kind: 'delivery', quantityMilli: 1000 })]), child('south', [line('nuts', 500)])];

/** Applies a step as the use cases do: decide, then refold; gathers what was told. */
class Story {
  told: Happening[] = [];
  constructor(public order: Order) {}
  step(decide: (change: Change) => Change): this {
    const { order, told } = refold(decide(unchanged(this.order)), 'test');
    this.order = order;
    this.told.push(...told.flatMap((item) => ('happening' in item ? [item.happening] : [])));
    return this;
  }
  pay = (told: Parameters<typeof followPayment>[1]) => this.step((change) => followPayment(change, told, at));
  hold = () => this.pay({ kind: 'authorized', paymentId, amount: this.order.total });
  pick = (name: string, picked: Parameters<typeof pickChild>[1]['picked']) => this.step((change) => unwrap(pickChild(change, { child: this.child(name), picked, at })));
  giveBack = (name: string, lineId: string, quantityMilli: number) =>
    this.step((change) => unwrap(returnLines(change, { child: this.child(name), lines: [{ lineId, quantityMilli }], reason: 'r', at })));
  cancel = () => this.step((change) => unwrap(cancelOrder(change, { reason: 'r', at })));
  signal = (name: string, kind: 'handed_over' | 'returned_to_sender' | 'in_transit') =>
    this.step((change) => followSignal(change, id(name), { carrier: 'c', shipmentId: name, direction: 'forward', kind, occurredAt: at }));
  child = (name: string): Child => this.order.children.find((item) => item.id === name) ?? twoChildren()[0]!;
  asked = () => this.told.filter((item): item is Ask => ['OrderCaptureRequested', 'OrderVoidRequested', 'OrderRefundRequested'].includes(item.kind));
  sums = () => this.asked().map((ask) => `${ask.kind} ${'total' in ask ? ask.total : ''}`.trim());
  take = () => {
    const capture = this.asked().find((ask) => ask.kind === 'OrderCaptureRequested');
    return capture?.kind === 'OrderCaptureRequested' ? this.pay({ kind: 'captured', paymentId, captured: capture.total, children: capture.children, requestId: capture.requestId }) : this;
  };
}
type Ask = Extract<Happening, { kind: 'OrderCaptureRequested' | 'OrderVoidRequested' | 'OrderRefundRequested' }>;
const unwrap = (result: ReturnType<typeof pickChild> | ReturnType<typeof cancelOrder>): Change => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('the money of an order', () => {
  it('is asked for once, when the last child order is picked', () => {
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full');
    expect(story.sums()).toEqual([]);
    expect(story.pick('south', 'full').sums()).toEqual(['OrderCaptureRequested 1601']);
    expect(story.step((change) => change).sums()).toHaveLength(1);
  });

  it.each([
    ['payment_secured', ['OrderCaptureRequested 1601']],
    ['by_hand', []],
  ])('is asked for when the merchant says: %s', (then, sums) => {
    const story = new Story(orderOf(twoChildren(), [{ source: 'order', when: 'capture', then }])).hold();
    expect(story.sums()).toEqual(sums);
    expect(story.pick('north', 'full').pick('south', 'full').sums()).toEqual(sums);
  });

  it('is asked for at the hand-over of the last parcel where the merchant says so', () => {
    const story = new Story(orderOf(twoChildren(), [{ source: 'order', when: 'capture', then: 'delivered' }])).hold().pick('north', 'full').pick('south', 'full').signal('north', 'handed_over');
    expect(story.sums()).toEqual([]);
    expect(story.signal('south', 'handed_over').sums()).toEqual(['OrderCaptureRequested 1601']);
  });

  it('leaves out what is missing, and delivery only when nothing is delivered', () => {
    const less = new Story(orderOf(twoChildren())).hold().pick('north', [{ lineId: 'tea', quantityMilli: 2000 }]).pick('south', [{ lineId: 'nuts', quantityMilli: 0 }]);
    expect(less.sums()).toEqual(['OrderCaptureRequested 767']);
    expect(less.child('south').status).toBe('cancelled');
    const none = new Story(orderOf(twoChildren())).hold().pick('north', [{ lineId: 'tea', quantityMilli: 0 }]).pick('south', [{ lineId: 'nuts', quantityMilli: 0 }]);
    expect(none.sums()).toEqual(['OrderVoidRequested']);
  });

  it('is let go when the order is cancelled under a hold, and asked back after the capture', () => {
    expect(new Story(orderOf(twoChildren())).hold().cancel().sums()).toEqual(['OrderVoidRequested']);
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full').pick('south', 'full').take();
    expect(story.cancel().sums()).toEqual(['OrderCaptureRequested 1601', 'OrderRefundRequested 1601']);
  });

  it('needs no letting go any more when the payment that was cancelled with the order is over: that request is done', () => {
    const story = new Story(orderOf(twoChildren())).pay({ kind: 'started', paymentId }).cancel();
    expect(story.sums()).toEqual(['OrderVoidRequested']);
    const second = 'q' as PaymentId;
    story.pay({ kind: 'started', paymentId: second }).pay({ kind: 'declined', paymentId });
    expect(story.order.requests.map(({ state }) => state)).toEqual(['open']);
    expect(story.pay({ kind: 'declined', paymentId: second }).order.requests.map(({ state }) => state)).toEqual(['done']);
  });

  it('is left to a person where the merchant says so', () => {
    const rows: MappingRow[] = [{ source: 'order', when: 'cancelled', then: 'none' }, { source: 'order', when: 'returned', then: 'none' }];
    expect(new Story(orderOf(twoChildren(), rows)).hold().cancel().sums()).toEqual([]);
    const story = new Story(orderOf(twoChildren(), rows)).hold().pick('north', 'full').pick('south', 'full').take().signal('north', 'returned_to_sender');
    expect([story.child('north').status, story.sums()]).toEqual(['returned', ['OrderCaptureRequested 1601']]);
  });

  it('is asked back when a capture that was under way comes through after a cancellation', () => {
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full').pick('south', 'full').cancel();
    expect(story.sums()).toEqual(['OrderCaptureRequested 1601']);
    expect(story.take().sums()).toEqual(['OrderCaptureRequested 1601', 'OrderRefundRequested 1601']);
  });

  it('is let go when the capture failed and the order is cancelled then', () => {
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full').pick('south', 'full');
    const [capture] = story.asked();
    story.pay({ kind: 'failed', paymentId, requestId: capture?.requestId ?? '' });
    expect(story.sums()).toEqual(['OrderCaptureRequested 1601']);
    expect(story.cancel().sums()).toEqual(['OrderCaptureRequested 1601', 'OrderVoidRequested']);
  });

  it('goes back once for a line, also when somebody refunded it by hand before', () => {
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full').pick('south', 'full').take();
    const children = [{ childOrderId: id('south'), total: minor(166), lines: [{ lineId: 'nuts' as OrderLineId, quantityMilli: 1000, total: minor(166) }] }];
    story.pay({ kind: 'refunded', paymentId, refundedTotal: minor(166), remaining: minor(1435), children, byLines: true, requestId: null });
    expect(keptMilli(story.child('south').lines[0]!)).toBe(2000);
    expect(story.cancel().sums()).toEqual(['OrderCaptureRequested 1601', 'OrderRefundRequested 1434']);
  });

  it('is not asked to be let go again and again when the bank refuses to', () => {
    const story = new Story(orderOf(twoChildren())).hold().cancel();
    const [first] = story.asked();
    expect(story.pay({ kind: 'failed', paymentId, requestId: first?.requestId ?? '' }).sums()).toEqual(['OrderVoidRequested']);
  });

  it('goes back whole for a cancelled order of which a part was given back by hand without goods', () => {
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full').pick('south', 'full').take();
    const children = [{ childOrderId: id('south'), total: minor(100), lines: [{ lineId: 'nuts' as OrderLineId, quantityMilli: 3000, total: minor(100) }] }];
    story.pay({ kind: 'refunded', paymentId, refundedTotal: minor(100), remaining: minor(1501), children, byLines: false, requestId: null });
    expect(keptMilli(story.child('south').lines[0]!)).toBe(3000);
    expect(story.cancel().asked().at(-1)).toMatchObject({ kind: 'OrderRefundRequested', total: 1601 });
  });

  it('of a child order that costs nothing needs no closing receipt for the sale to be over', () => {
    const story = new Story(orderOf([child('north', [line('tea', 1000)]), child('gift', [line('pin', 0)])])).hold().pick('north', 'full').pick('gift', 'full').take();
    expect(story.signal('gift', 'handed_over').child('gift').status).toBe('completed');
  });

  it('ends every child order when all of it went back', () => {
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full').pick('south', 'full').take().signal('north', 'handed_over');
    story.pay({ kind: 'refunded', paymentId, refundedTotal: minor(1601), remaining: zero, children: [], byLines: false, requestId: null });
    expect(story.order.children.map(({ status }) => status)).toEqual(['returned', 'cancelled']);
    expect(story.sums()).toEqual(['OrderCaptureRequested 1601']);
  });

  it('of a newer payment outlives the last refund of an older one', () => {
    const newer = 'q' as PaymentId;
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full').pick('south', 'full').take();
    story.pay({ kind: 'started', paymentId: newer });
    const gone = { kind: 'refunded', paymentId, refundedTotal: minor(1601), remaining: zero, children: [], byLines: false, requestId: null } as const;
    expect(story.pay(gone).order.children.map(({ status }) => status)).toEqual(['picked', 'picked']);
    story.pay({ kind: 'authorized', paymentId: newer, amount: minor(1601) }).pay({ kind: 'captured', paymentId: newer, captured: minor(1601), children: [], requestId: null });
    expect(story.pay(gone).order.children.map(({ status }) => status)).toEqual(['picked', 'picked']);
    expect(story.cancel().asked().at(-1)).toMatchObject({ kind: 'OrderRefundRequested', total: 1601 });
  });

  it('held by a newer payment is asked for although an older one was taken and given back', () => {
    const newer = 'q' as PaymentId;
    const story = new Story(orderOf(twoChildren())).pay({ kind: 'captured', paymentId, captured: minor(1601), children: [], requestId: null });
    story.pay({ kind: 'started', paymentId: newer }).pay({ kind: 'refunded', paymentId, refundedTotal: minor(1601), remaining: zero, children: [], byLines: false, requestId: null });
    story.pay({ kind: 'authorized', paymentId: newer, amount: minor(1601) }).pick('north', 'full').pick('south', 'full');
    expect(story.sums()).toEqual(['OrderCaptureRequested 1601']);
  });

  it.each([['was refused', true], ['was not answered any more', false]])('held by a newer payment is asked for although the capture of an older hold %s before that hold ended', (_what, isRefused) => {
    const newer = 'q' as PaymentId;
    const story = new Story(orderOf(twoChildren(), [{ source: 'payment', when: 'PaymentVoided', then: 'payment_failed' }])).hold().pick('north', 'full').pick('south', 'full');
    if (isRefused) story.pay({ kind: 'failed', paymentId, requestId: story.asked()[0]?.requestId ?? '' });
    story.pay({ kind: 'voided', paymentId, requestId: null }).pay({ kind: 'started', paymentId: newer }).pay({ kind: 'authorized', paymentId: newer, amount: minor(1601) });
    expect(story.sums()).toEqual(['OrderCaptureRequested 1601', 'OrderCaptureRequested 1601']);
    expect(story.pay({ kind: 'authorized', paymentId: newer, amount: minor(1601) }).sums()).toHaveLength(2);
  });

  it('held by a newer payment is asked for also when its news overtake the end of the older hold', () => {
    const newer = 'q' as PaymentId;
    const story = new Story(orderOf(twoChildren())).hold().pick('north', 'full').pick('south', 'full');
    story.pay({ kind: 'authorized', paymentId: newer, amount: minor(1601) }).pay({ kind: 'voided', paymentId, requestId: null });
    expect(story.sums()).toEqual(['OrderCaptureRequested 1601', 'OrderCaptureRequested 1601']);
  });

  it('changes nothing when the same news come twice', () => {
    const story = new Story(orderOf(twoChildren())).hold().hold().pick('north', 'full').pick('south', 'full').take();
    const before = story.order;
    expect(story.take().hold().order).toEqual(before);
  });
});

describe('kopecks through picking, capture and returns', () => {
  const quantity = fc.integer({ min: 1, max: 9 });
  const anyLine = fc.record({ total: fc.integer({ min: 0, max: 100_000 }), ordered: quantity, picked: fc.integer({ min: 0, max: 9 }), returns: fc.array(quantity, { maxLength: 4 }) });

  it('are neither lost nor made: taken - asked back = what stays sold, after every step', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 5 }), (lines) => {
        const made = lines.map(({ total, ordered }, index) => line(`l${index}`, total, { quantityMilli: ordered * 1000 }));
        const story = new Story(orderOf([child('c', made)])).hold();
        story.pick('c', lines.map(({ picked, ordered }, index) => ({ lineId: `l${index}`, quantityMilli: Math.min(picked, ordered) * 1000 })));
        const capture = story.asked().find((ask) => ask.kind === 'OrderCaptureRequested');
        if (capture?.kind !== 'OrderCaptureRequested') return story.sums().join() === 'OrderVoidRequested';
        story.take();
        for (const [index, { returns }] of lines.entries()) {
          for (const back of returns) {
            const left = keptMilli(story.child('c').lines[index]!);
            if (left > 0 && story.child('c').status === 'picked') story.giveBack('c', `l${index}`, Math.min(back * 1000, left));
          }
        }
        const refunds = story.asked().flatMap((ask) => (ask.kind === 'OrderRefundRequested' ? [ask.total] : []));
        return capture.total - sum(refunds) === sum(keptParts(story.child('c').lines).map(({ total }) => total)) && refunds.every((refund) => refund > 0);
      }),
      { numRuns: 5_000 },
    );
  });
});
