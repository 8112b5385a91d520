import fc from 'fast-check';
import { nameLengthMax, receiptName } from './receipt-name';

describe('the name on a receipt', () => {
  it('keeps Russian letters and turns typographic signs into plain ones', () => {
    expect(receiptName('Чайник «Ёлка» — 1,5 л № 7…')).toBe('Чайник "Ёлка" - 1,5 л № 7...');
    expect(receiptName('Cafe\u0301 crème ×2, 100₽')).toBe('Cafe creme x2, 100руб.');
    expect(receiptName('  Кружка\n\tс\u00a0ручкой 🎁 ')).toBe('Кружка с ручкой');
  });

  it('is never empty, even of signs the register does not have', () => {
    expect(receiptName('🎁🎁')).toBe('Товар');
  });

  it('is cut so that its suffix stays', () => {
    expect(receiptName('я'.repeat(200), ' (3 шт.)')).toBe(`${'я'.repeat(120)} (3 шт.)`);
  });

  it('has 1 to 128 characters of CP866 whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const name = receiptName(text);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(nameLengthMax);
        expect(name).toMatch(/^[\x20-\x7eА-яЁёЄєЇїЎў№°·√¤]+$/u);
      }),
      { numRuns: 5_000 },
    );
  });
});
