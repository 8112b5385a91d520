import fc from 'fast-check';
import { decide, type KeyState } from './sequence';

const state = (last: number, parked: readonly number[] = [], unreadable = false): KeyState => ({ last, parked: new Set(parked), unreadable });

describe('the decision about the next event of a key', () => {
  test.each<[string, [KeyState, number], ReturnType<typeof decide>]>([
    ['applies the first', [state(0), 1], 'apply'],
    ['applies the next', [state(4), 5], 'apply'],
    ['drops what was applied', [state(4), 4], 'drop'],
    ['drops what waits already', [state(4, [6]), 6], 'drop'],
    ['parks one after a hole', [state(4), 6], 'gap'],
    ['queues one behind a parked one', [state(4, [6]), 7], 'behind'],
    ['applies the one that closes the hole', [state(4, [6]), 5], 'apply'],
    ['does not pass a parked next one', [state(4, [5]), 6], 'behind'],
    ['queues everything behind an unreadable one', [state(4, [], true), 5], 'behind'],
  ])('%s', (_, [known, version], decision) => {
    expect(decide(known, version, false)).toBe(decision);
  });

  test.each<[string, [KeyState, number], ReturnType<typeof decide>]>([
    ['takes any version first', [state(0), 7], 'apply'],
    ['jumps forward over what was compacted away', [state(7), 12], 'apply'],
    ['drops an older state', [state(7), 6], 'drop'],
    ['passes an older state that failed', [state(7, [8]), 9], 'apply'],
  ])('of a compacted topic %s', (_, [known, version], decision) => {
    expect(decide(known, version, true)).toBe(decision);
  });

  test('applies versions 1, 2, 3 … in this order, whatever the order and the repeats of their arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 60 }), (arrivals) => {
        const applied: number[] = [];
        const parked = new Set<number>();
        const apply = (version: number): void => {
          applied.push(version);
          parked.delete(version);
          if (parked.has(version + 1)) apply(version + 1);
        };
        for (const version of arrivals) {
          const decision = decide(state(applied.length, [...parked]), version, false);
          if (decision === 'apply') apply(version);
          if (decision === 'gap' || decision === 'behind') parked.add(version);
        }
        expect(applied).toEqual(applied.map((_, index) => index + 1));
        const reachable = [...new Set(arrivals)].sort((a, b) => a - b).findIndex((version, index) => version !== index + 1);
        expect(applied.length).toBe(reachable === -1 ? new Set(arrivals).size : reachable);
      }),
    );
  });
});
