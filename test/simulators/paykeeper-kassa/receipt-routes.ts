import type { Fields } from '../kit/fields';
import { moscowDate } from '../kit/moscow-time';
import type { PayKeeperAccess } from '../kit/paykeeper-access';
import { json, type Reply } from '../kit/reply';
import type { Route } from '../kit/route';
import { printReceipt } from './print';
import { readOrder } from './read-order';
import { sumFields, type Receipt } from './receipt';
import { receiptRow } from './rows';
import type { World } from './world';

type Reading = (world: World, fields: Fields) => Reply;
const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

const command = (world: World, row: Readonly<Record<string, unknown>>): Reply => json(world.settings.wrapCommands ? [row] : row);

const print: Reading = (world, fields) => {
  const check = readOrder(fields);
  if (check.problem !== undefined) return command(world, { result: 'fail', msg: check.problem });
  return command(world, { result: 'success', receipt_id: printReceipt(world, check.order).id });
};

const byId: Reading = (world, fields) => {
  const receipt = world.receipts.get(fields.text('id'));
  return receipt === undefined ? json({ result: 'fail', msg: 'Чек не найден.' }) : json(receiptRow(receipt));
};

const rows = (world: World, keep: (receipt: Receipt) => boolean): Reply => json([...world.receipts.values()].filter(keep).map(receiptRow));

const byPayment: Reading = (world, fields) => {
  const paymentId = fields.text('id') || fields.text('payment_id');
  return rows(world, ({ order }) => paymentId !== '' && order.paymentId === paymentId);
};

const fits = (world: World, wanted: readonly string[], has: (name: string) => boolean): boolean =>
  wanted.length === 0 ? world.settings.omittedFilterMeans === 'all' : wanted.some(has);

const byDate: Reading = (world, fields) => {
  const [start, end] = [fields.text('start'), fields.text('end')];
  if (!isDate(start) || !isDate(end)) return json({ result: 'fail', msg: 'Неверный формат даты.' });
  return rows(world, ({ createdAt, status, order }) => {
    const day = moscowDate(createdAt);
    const paidSo = (name: string): boolean => sumFields.some((field) => field === name && order.sums[field] > 0);
    return day >= start && day <= end && fits(world, fields.list('status'), (name) => name === status) && fits(world, fields.list('sum_type'), paidSo);
  });
};

/** By fiscal attributes: `fn`, `fd`, `fp`, any that were given. */
const search: Reading = (world, fields) => {
  const [fn, fd, fp] = [fields.text('fn'), fields.text('fd'), fields.text('fp')];
  const same = (asked: string, value: string): boolean => asked === '' || asked === value;
  return rows(world, ({ fiscal }) => fiscal !== undefined && same(fn, fiscal.fnNumber) && same(fd, String(fiscal.documentNumber)) && same(fp, fiscal.fiscalSign));
};

/** Section 8 of the manual: receipts by 54-FZ. */
export const receiptRoutes = (world: World, access: PayKeeperAccess): Route[] => {
  const reading = (path: string, run: Reading): Route => ({ method: 'GET', path, run: access.reading(({ fields }) => run(world, fields)) });
  return [
    { method: 'POST', path: '/change/receipt/print/', run: access.changing(({ fields }) => print(world, fields)) },
    reading('/info/receipts/byid/', byId),
    reading('/info/receipts/bypaymentid/', byPayment),
    reading('/info/receipts/bydate/', byDate),
    reading('/info/receipts/search/', search),
  ];
};
