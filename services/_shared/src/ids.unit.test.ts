import { derivedId, isUuid, newId } from './ids';

describe('ids', () => {
  it('are UUIDs that sort by the time of their making', () => {
    const [early, late] = [newId(1_000_000_000_000), newId(1_000_000_000_001)];
    expect(isUuid(early)).toBe(true);
    expect(early < late).toBe(true);
    expect(early[14]).toBe('7');
  });

  it('derived from the same business fact are the same, and differ when a part moves over a border', () => {
    expect(derivedId('receipt', 'a', 'b')).toBe(derivedId('receipt', 'a', 'b'));
    expect(derivedId('receipt', 'ab')).not.toBe(derivedId('receipt', 'a', 'b'));
    expect(isUuid(derivedId('x'))).toBe(true);
  });
});
