import { randomFrom } from '../random';
import type { System } from '../system/system';
import { forAWhile, type Field } from './strike';

const field: Field = { system: {} as System, random: randomFrom('strike'), lasts: () => Promise.resolve() };

const harm = (counts: readonly number[]) => {
  const did: string[] = [];
  const left = [...counts];
  return { did, hurt: () => did.push('hurt'), heal: () => did.push('heal'), hits: () => (did.push('look'), left.length > 1 ? (left.shift() ?? 0) : (left[0] ?? 0)) };
};

describe('a strike', () => {
  it('that hit something is healed at once and tells how often', async () => {
    const { did, ...one } = harm([3]);
    expect([await forAWhile(field, 1, one), did]).toEqual([3, ['hurt', 'look', 'heal']]);
  });

  it('that found nothing yet goes on until it did', async () => {
    const { did, ...one } = harm([0, 0, 1]);
    expect([await forAWhile(field, 1, one), did]).toEqual([1, ['hurt', 'look', 'look', 'look', 'heal']]);
  });

  it('that finds nothing is healed all the same', async () => {
    const { did, ...one } = harm([0]);
    expect([await forAWhile(field, 1, { ...one, patienceMs: 0 }), did.at(-1)]).toEqual([0, 'heal']);
  });
});
