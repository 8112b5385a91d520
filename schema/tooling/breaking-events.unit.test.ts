import { z } from 'zod';
import { breakingEventChanges } from './breaking-events';

const schemaOf = (type: z.ZodType): Record<string, unknown> => z.toJSONSchema(type, { io: 'input', target: 'draft-7' });
const line = z.object({ id: z.string(), total: z.int() });
const shape = { id: z.uuid(), state: z.enum(['open', 'paid']), note: z.string().optional(), amount: z.int().nonnegative(), by: z.string().nullable(), month: z.string().regex(/^\d+$/).nullable(), lines: z.array(line) };
const change = (next: z.ZodRawShape): string[] => breakingEventChanges('Paid', schemaOf(z.object(shape)), schemaOf(z.object(next)));
const { amount: _amount, ...withoutAmount } = shape;

describe('a change of an event', () => {
  it('that adds an optional field, or a word about one, breaks nobody', () => {
    expect(change({ ...shape, colour: z.string().optional(), id: shape.id.describe('whose') })).toEqual([]);
  });

  it.each<[string, z.ZodRawShape, string[]]>([
    ['removes a field', withoutAmount, ['Paid.amount was removed']],
    ['renames a field', { ...withoutAmount, sum: z.int().nonnegative() }, ['Paid.amount was removed', 'Paid.sum is newly required']],
    ['adds a required field', { ...shape, colour: z.string() }, ['Paid.colour is newly required']],
    ['makes an optional field required', { ...shape, note: z.string() }, ['Paid.note is newly required']],
    ['makes a required field optional', { ...shape, amount: z.int().nonnegative().optional() }, ['Paid.amount is no longer certain to be there']],
    ['changes a type', { ...shape, amount: z.string() }, ['Paid.amount follows other rules']],
    ['lets a number be negative', { ...shape, amount: z.int() }, ['Paid.amount follows other rules']],
    ['removes a member of an enum', { ...shape, state: z.enum(['paid']) }, ['Paid.state follows other rules']],
    ['adds a member that old readers do not know', { ...shape, state: z.enum(['open', 'paid', 'lost']) }, ['Paid.state follows other rules']],
    ['takes null away', { ...shape, by: z.string() }, ['Paid.by follows other rules']],
    ['takes null away from a field with a form', { ...shape, month: z.string().regex(/^\d+$/) }, ['Paid.month follows other rules', 'Paid.month has other alternatives']],
    ['changes what a list holds', { ...shape, lines: z.array(line.extend({ total: z.string() })) }, ['Paid.lines[].total follows other rules']],
  ])('that %s is found', (_, next, expected) => {
    expect(change(next)).toEqual(expected);
  });

  it('that removes the event is found', () => {
    expect(breakingEventChanges('Paid', schemaOf(z.object(shape)), undefined)).toEqual(['Paid was removed']);
  });
});
