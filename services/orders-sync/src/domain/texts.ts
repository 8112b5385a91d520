import { err, ok, type Result } from '@paygraph/shared/result';
import { problem, type InputProblem } from './words';

// Controls (U+0000 among them, which Postgres cannot store), halves of surrogate pairs, and marks that turn the direction of text.
const unfit = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

type Limits = Readonly<{ field: string; max: number }>;

/** Trimmed, in NFC. Refuses empty text, more than `max` code points, controls and marks of direction. */
export const cleanText = (text: string, { field, max }: Limits): Result<string, InputProblem> => {
  const clean = text.normalize('NFC').trim();
  if (clean === '') return err(problem(field, 'must not be empty'));
  if (unfit.test(clean)) return err(problem(field, 'must hold no control characters, line breaks or direction marks'));
  return [...clean].length > max ? err(problem(field, `must be at most ${max} characters long`)) : ok(clean);
};
