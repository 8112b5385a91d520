import { err, ok, type Result } from '@paygraph/shared/result';
import { problem, type InputProblem } from './words';

/** Where the buyer gets the receipt. At least one is present. */
export type Contact = Readonly<{ email: string | null; phone: string | null }>;
export type ContactInput = Readonly<{ email?: string | null; phone?: string | null }>;

const emailForm = /^[^\s@<>()[\]",;:\\]{1,64}@[^\s@<>()[\]",;:\\]+\.[^\s@.<>()[\]",;:\\]{2,}$/u;

const readEmail = (text: string): Result<string, InputProblem> => {
  const email = text.trim();
  return emailForm.test(email) && email.length <= 254 ? ok(email) : err(problem('contact.email', 'must be one e-mail address such as name@example.ru'));
};

/** "+79161234567". Russian numbers may begin with 8; blanks, brackets and dashes are dropped. */
const readPhone = (text: string): Result<string, InputProblem> => {
  const digits = text.replace(/[\s()-]/g, '').replace(/^8(?=\d{10}$)/, '+7');
  return /^\+[1-9]\d{9,14}$/.test(digits) ? ok(digits) : err(problem('contact.phone', 'must be a phone with its country code such as +79161234567'));
};

/** A receipt without an address cannot be delivered, so one of the two is required (54-FZ, tag 1008). */
export const readContact = ({ email, phone }: ContactInput): Result<Contact, InputProblem> => {
  if (!email && !phone) return err(problem('contact', 'needs an e-mail or a phone: the receipt is sent there'));
  const mail = email ? readEmail(email) : ok(null);
  if (!mail.ok) return mail;
  const number = phone ? readPhone(phone) : ok(null);
  return number.ok ? ok({ email: mail.value, phone: number.value }) : number;
};
