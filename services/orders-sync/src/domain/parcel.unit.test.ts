import fc from 'fast-check';
import { signalKinds, staffCarrier, type SignalKind } from './delivery-signals';
import { deliveryView } from './delivery-view';
import { parcelOf, type ParcelSignal } from './parcel';

const signal = (kind: SignalKind, hour: number, over: Partial<ParcelSignal> = {}): ParcelSignal => ({
  carrier: 'own_courier', shipmentId: 's1', direction: 'forward', kind, occurredAt: new Date(Date.UTC(2026, 2, 1, hour)), ...over,
});
const back = { direction: 'return' } as const;
const other = { shipmentId: 's2' } as const;

describe('a parcel', () => {
  it('stands, after one signal of each kind, like this', () => {
    expect(signalKinds.map((kind) => `${kind}: ${parcelOf([signal(kind, 1)])?.state ?? '-'} / back: ${parcelOf([signal(kind, 1, back)])?.state ?? '-'}`)).toEqual([
      'registered: announced / back: returning',
      'accepted: moving / back: returning',
      'in_transit: moving / back: returning',
      'arrived: moving / back: returning',
      'out_for_delivery: moving / back: returning',
      'attempt_failed: moving / back: returning',
      'handed_over: handed_over / back: returned',
      'partially_handed_over: partial / back: returning',
      'refused: returning / back: returning',
      'return_started: returning / back: returning',
      'returned_to_sender: returned / back: returned',
      'lost: lost / back: lost',
      'cancelled: cancelled / back: cancelled',
      'withdrawn: - / back: -',
      'unknown: - / back: -',
    ]);
  });

  it('is not delivered when it is handed to its sender', () => expect(parcelOf([signal('return_started', 1), signal('handed_over', 2, back)])?.state).toBe('returned'));

  it('keeps a final state whatever is told afterwards, for every kind but withdrawn', () => {
    for (const kind of signalKinds.filter((item) => item !== 'withdrawn')) {
      expect(parcelOf([signal('handed_over', 5), signal(kind, 9), signal(kind, 9, back)])?.state).toBe('handed_over');
      expect(parcelOf([signal('returned_to_sender', 5), signal(kind, 9)])?.state).toBe('returned');
    }
  });

  it('is open again when the hand-over is withdrawn, also when the withdrawal comes in first', () => {
    const told = [signal('out_for_delivery', 3), signal('handed_over', 5), signal('withdrawn', 6)];
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) expect(parcelOf(order.flatMap((index) => told[index] ?? []))?.state).toBe('moving');
    expect(parcelOf([...told, signal('handed_over', 9)])?.state).toBe('handed_over');
  });

  it('may be found after it was lost', () => expect(parcelOf([signal('lost', 1), signal('handed_over', 2)])?.state).toBe('handed_over'));

  it('lets nothing that comes in late undo what happened later', () => {
    expect(parcelOf([signal('return_started', 5), signal('in_transit', 3)])?.state).toBe('returning');
    expect(parcelOf([signal('in_transit', 5), signal('registered', 1)])?.state).toBe('moving');
  });

  it('ends the same in whatever order its signals come in, repeated or not', () => {
    const path: ParcelSignal[] = [signal('registered', 1), signal('accepted', 2), signal('in_transit', 3), signal('attempt_failed', 4), signal('handed_over', 5), signal('withdrawn', 6), signal('return_started', 7), signal('returned_to_sender', 8)];
    fc.assert(
      fc.property(fc.shuffledSubarray([...path, ...path], { minLength: path.length * 2 }), (told) => parcelOf(told)?.state === 'returned'),
      { numRuns: 5_000 },
    );
  });
});

describe('the delivery of a child order', () => {
  it.each([
    ['nothing', [], 'none'],
    ['an announced parcel', [signal('registered', 1)], 'none'],
    ['a parcel on its way', [signal('in_transit', 1)], 'moving'],
    ['one of two parcels', [signal('handed_over', 1), signal('in_transit', 2, other)], 'moving'],
    ['both parcels', [signal('handed_over', 1), signal('handed_over', 2, other)], 'handed_over'],
    ['a cancelled parcel and its replacement', [signal('cancelled', 1), signal('handed_over', 2, other)], 'handed_over'],
    ['a parcel delivered in part', [signal('partially_handed_over', 1)], 'partial'],
    ['one delivered, one sent back', [signal('handed_over', 1), signal('returned_to_sender', 2, other)], 'partial'],
    ['both sent back', [signal('return_started', 1), signal('returned_to_sender', 2, other)], 'returning'],
    ['a lost parcel', [signal('lost', 1)], 'lost'],
    ['a parcel delivered in part and the word of staff', [signal('partially_handed_over', 1), signal('handed_over', 2, { carrier: staffCarrier })], 'handed_over'],
    ['a delivered parcel of which staff said before that it went out', [signal('out_for_delivery', 1, { carrier: staffCarrier }), signal('handed_over', 2)], 'handed_over'],
    ['a courier of the shop alone', [signal('out_for_delivery', 1, { carrier: staffCarrier })], 'moving'],
    ['the word of staff, withdrawn', [signal('in_transit', 1), signal('handed_over', 2, { carrier: staffCarrier }), signal('withdrawn', 3, { carrier: staffCarrier })], 'moving'],
  ] as const)('with %s', (_what, signals, state) => expect(deliveryView(signals).state).toBe(state));
});
