import { err, ok, type Result } from '@paygraph/shared/result';
import { parseMinor, type Minor } from '@paygraph/shared/money';

/** A line of an order as CommerceML 2.x writes it: `quantityMilli` in thousandths, money in kopecks. */
export type CommerceMlLine = Readonly<{ id: string; name: string; price: Minor; quantityMilli: number; total: Minor }>;
export type CommerceMlOrder = Readonly<{ number: string; total: Minor; lines: readonly CommerceMlLine[] }>;

const entities: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" };

/** The text in the encoding that its own declaration names; UTF-8, with or without its mark, when it names none. */
export const decodeXml = (bytes: Uint8Array): string => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const [, encoding = 'utf-8'] = /<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(head) ?? [];
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
};

const elements = (xml: string, name: string): string[] => [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'gu'))].map(([, inner = '']) => inner);

/** Names in captured files are wrapped over lines; a receipt has no use for that. */
const textOf = (xml: string, name: string): string =>
  (elements(xml, name)[0] ?? '').replace(/&(\w+);/g, (all, entity: string) => entities[entity] ?? all).replace(/\s+/g, ' ').trim();

const moneyOf = (xml: string, name: string): Minor => {
  const amount = parseMinor(textOf(xml, name));
  if (!amount.ok) throw new Error(`${name} is no amount: ${amount.error.text}`);
  return amount.value;
};

/** "2.0000" as 2000: cut like money, never multiplied. */
const milliOf = (text: string): number => {
  const [, whole = '', fraction = ''] = /^(\d{1,9})(?:\.(\d{1,3})0*)?$/.exec(text) ?? [];
  if (whole === '') throw new Error(`Количество is no number: ${text}`);
  return Number(whole + fraction.padEnd(3, '0'));
};

const lineOf = (xml: string): CommerceMlLine => ({
  id: textOf(xml, 'Ид'), name: textOf(xml, 'Наименование'), price: moneyOf(xml, 'ЦенаЗаЕдиницу'), quantityMilli: milliOf(textOf(xml, 'Количество')), total: moneyOf(xml, 'Сумма'),
});

/** One order out of the answer to `mode=query`, by its number. Reads what tests need and nothing else. */
export const readOrder = (bytes: Uint8Array, number: string): Result<CommerceMlOrder, { kind: 'NoSuchOrder' }> => {
  const document = elements(decodeXml(bytes), 'Документ').find((xml) => textOf(xml, 'Номер') === number);
  if (document === undefined) return err({ kind: 'NoSuchOrder' });
  return ok({ number, total: moneyOf(document, 'Сумма'), lines: elements(document, 'Товар').map(lineOf) });
};
