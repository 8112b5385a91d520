import { formatMinor, type Minor } from '@paygraph/shared/money';
import type { SettlementSign } from './receipt-kind';

/**
 * What the fiscal drive gave the document: 1041, 1040, 1077, 1038, 1042, 1037 as text (leading zeros matter, 1077 passes 2^31) and 1012
 * as a moment.
 */
export type FiscalAttributes = Readonly<{
  fn: string;
  fd: string;
  fp: string;
  shift: string | null;
  receiptNumber: string | null;
  registrationNumber: string | null;
  registeredAt: Date;
}>;

const moscowOffsetMs = 3 * 3_600_000;
const unpadded = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/** Tag 1196, the text of the QR code: `t=20261130T1801&s=1000.00&fn=…&i=…&fp=…&n=1`, in this order, register time taken as Moscow. */
export const qrText = (o: { fiscal: FiscalAttributes; total: Minor; settlement: SettlementSign }): string => {
  const time = new Date(o.fiscal.registeredAt.getTime() + moscowOffsetMs).toISOString().slice(0, 16).replace(/[-:]/g, '');
  const { fn, fd, fp } = o.fiscal;
  return `t=${time}&s=${formatMinor(o.total)}&fn=${fn}&i=${unpadded(fd)}&fp=${unpadded(fp)}&n=${o.settlement}`;
};
