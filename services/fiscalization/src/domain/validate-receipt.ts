import { sum } from '@paygraph/shared/money';
import { isInn } from './inn';
import type { TaxationSystem } from './goods';
import type { ReceiptDocument, ReceiptLine } from './receipt-document';
import { nameLengthMax } from './receipt-name';
import { rowsMax } from './split-receipt';

/** Where the electronic receipt goes, tag 1008: an e-mail or `+` with digits. */
export type Contact = Readonly<{ email: string | null; phone: string | null }>;

const email = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/;
const phone = /^\+\d{7,18}$/;
const contactLengthMax = 64;

/** Tag 1008 as text: the e-mail, else the phone without brackets and spaces; undefined when neither can be used. */
export const contactText = (contact: Contact): string | undefined => {
  const mail = contact.email?.trim() ?? '';
  if (email.test(mail) && mail.length <= contactLengthMax) return mail;
  const digits = (contact.phone ?? '').replace(/\D/g, '');
  const number = `+${digits.length === 11 ? digits.replace(/^8/, '7') : digits}`;
  return phone.test(number) ? number : undefined;
};

// Compared in thousandths of a kopeck, which are whole numbers: price × quantity may be off the sum by one kopeck (FFD, 1043).
const isOffByMoreThanAKopeck = ({ price, quantityMilli, sum: total }: ReceiptLine): boolean => {
  const off = BigInt(price) * BigInt(quantityMilli) - BigInt(total) * 1000n;
  return off > 1000n || off < -1000n;
};

/** 1199 codes of 5 and 7 %, plain and calculated: rates of those who pay VAT under the simplified system (1055 = 2 or 4). */
const simplifiedRates: readonly number[] = [7, 8, 9, 10];
const isForeignRate = (code: number | undefined, taxation: TaxationSystem | undefined): boolean =>
  code !== undefined && simplifiedRates.includes(code) && taxation !== undefined && !taxation.startsWith('usn_');

const lineProblem = (line: ReceiptLine): string | undefined => {
  if (line.name.length < 1 || line.name.length > nameLengthMax) return `the name (1030) must have 1 to ${nameLengthMax} characters`;
  if (line.price <= 0 || line.sum <= 0) return 'the price (1079) and the sum (1043) must be above zero';
  if (line.quantityMilli <= 0) return 'the quantity (1023) must be above zero';
  if (isOffByMoreThanAKopeck(line)) return 'price × quantity differs from the sum by more than a kopeck';
  if (line.vatCode === undefined) return 'the VAT rate has no code in tag 1199; correct the rates of the tax settings';
  if (line.agent !== null && !isInn(line.agent.supplierInn)) return 'the supplier INN (1226) fails its check digits; correct the vendor';
  return undefined;
};

/** `contact` is tag 1008; `taxation` is tag 1055 of the seller, undefined while the legal entity is not known. */
export type Circumstances = Readonly<{ contact: string | undefined; taxation: TaxationSystem | undefined }>;

/** What would make a register refuse this receipt, in words for the operator; empty when nothing. Checked before the first send. */
export const receiptProblems = (document: ReceiptDocument, { contact, taxation }: Circumstances): string[] => {
  const problems = document.lines.flatMap((line, at) => {
    const problem = lineProblem(line);
    return problem === undefined ? [] : [`lines[${at}]: ${problem}`];
  });
  if (document.lines.length === 0 || document.lines.length > rowsMax) problems.push(`a receipt has 1 to ${rowsMax} rows`);
  if (sum(document.lines.map((line) => line.sum)) !== document.total) problems.push('the rows do not add up to the total (1020)');
  if (document.lines.some(({ vatCode }) => isForeignRate(vatCode, taxation))) problems.push('VAT of 5 or 7 % (1199) is for sellers under the simplified system; correct the VAT of the goods or the legal entity');
  if (contact === undefined) problems.push('the buyer has neither an e-mail nor a phone (1008) that can be used');
  return problems;
};
