import { ValidationFailed, validationFailed } from '@paygraph/shared/graphql/errors';
import type { RefundPaymentInput, StartPaymentInput } from './inputs';

const textMax = 500;
const urlMax = 2_000;
const linesMax = 1_000;

const textProblem = (field: string, text: string): ValidationFailed | null =>
  text.trim() === '' || text.length > textMax || text.includes('\u0000') ? validationFailed({ field, message: `Give 1 to ${textMax} characters of text.` }) : null;

const isReturnUrl = (text: string): boolean => text.length <= urlMax && URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);

export const startProblem = ({ returnUrl, saveCard }: StartPaymentInput): ValidationFailed | null => {
  if (returnUrl && !isReturnUrl(returnUrl)) return validationFailed({ field: 'returnUrl', message: `Give an http(s) address of at most ${urlMax} characters.` });
  return saveCard ? textProblem('saveCard.wordingVersion', saveCard.wordingVersion) : null;
};

export const refundProblem = ({ reason, lines }: RefundPaymentInput): ValidationFailed | null => {
  const bad = lines?.findIndex(({ quantityMilli }) => quantityMilli <= 0) ?? -1;
  if (bad >= 0) return validationFailed({ field: `lines[${bad}].quantityMilli`, message: 'Give a quantity above zero, in thousandths.' });
  if (lines && (lines.length === 0 || lines.length > linesMax)) return validationFailed({ field: 'lines', message: `Give 1 to ${linesMax} lines, or leave the field out.` });
  return reasonProblem(reason);
};

export const reasonProblem = (reason: string): ValidationFailed | null => textProblem('reason', reason);
