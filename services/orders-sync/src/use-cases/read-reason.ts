import { holdsCardNumber } from '@paygraph/shared/card-number';
import { err, type Result } from '@paygraph/shared/result';
import { cleanText } from '../domain/texts';
import { problem, type InputProblem } from '../domain/words';

const reasonMax = 200;

/** A reason is read by every subscriber of the order, so it must hold nothing of the buyer: staff choose from their own list. */
export const readReason = (text: string): Result<string, InputProblem> => {
  if (holdsCardNumber(text)) return err(problem('reason', 'looks like a bank card number, which must not be sent here'));
  if (/\S@\S/.test(text)) return err(problem('reason', 'must hold no e-mail address: it is shown to everybody who follows the order'));
  return cleanText(text, { field: 'reason', max: reasonMax });
};
