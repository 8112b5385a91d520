import type { Fields } from '../kit/fields';
import type { PayKeeperAccess } from '../kit/paykeeper-access';
import { json, type Reply } from '../kit/reply';
import type { Route } from '../kit/route';
import { statusOf, type Payment } from './payment';
import { advancedRow, optionsRow, paymentRow, paymentSystem, refundRow } from './rows';
import { hasOurSystem, page, readDates, readStatuses, selects, type Selection } from './selection';
import { fail, noPayment } from './verdict';
import type { World } from './world';

type Reading = (world: World, fields: Fields) => Reply;
const badDates = 'Неверный формат даты.';

const ofPayment = (show: (world: World, payment: Payment, fields: Fields) => unknown): Reading => (world, fields) => {
  const payment = world.payments.get(fields.text('id'));
  return payment === undefined ? fail(noPayment) : json(show(world, payment, fields));
};

const find = (world: World, selection: Selection): Payment[] =>
  [...world.payments.values()].filter((payment) => {
    const { pendingAt: at, id, purchase } = payment;
    return selects(selection, { at, id, purchase, status: statusOf(payment, world.settings.releasedStatus) });
  });

const byDate = (world: World, fields: Fields): Payment[] | undefined => {
  const dates = readDates(fields, ['start', 'end']);
  if (dates === undefined) return undefined;
  if (!hasOurSystem(world, fields)) return [];
  return find(world, { ...dates, statuses: readStatuses(world, fields), query: fields.text('query') });
};

const listByDate: Reading = (world, fields) => {
  const found = byDate(world, fields);
  return found === undefined ? fail(badDates) : json(page(found, fields).map((payment) => paymentRow(world, payment)));
};

const countByDate: Reading = (world, fields) => {
  const found = byDate(world, fields);
  return found === undefined ? fail(badDates) : json({ count: String(found.length) });
};

const search: Reading = (world, fields) => {
  const dates = readDates(fields, ['beg_date', 'end_date']);
  if (dates === undefined) return fail(badDates);
  const found = find(world, { ...dates, statuses: undefined, query: fields.text('query') });
  if (found.length === 0 && world.settings.emptySearch === 'fail') return fail('Платежи не найдены.');
  return json(found.map((payment) => paymentRow(world, payment)));
};

const byId = ofPayment((world, payment, fields) => [fields.flag('advanced') ? advancedRow(world, payment) : paymentRow(world, payment)]);

/** Sections 1 and 2 of the manual: what can be read about payments. */
export const paymentRoutes = (world: World, access: PayKeeperAccess): Route[] => {
  const reading = (path: string, run: Reading): Route => ({ method: 'GET', path, run: access.reading(({ fields }) => run(world, fields)) });
  return [
    reading('/info/systems/list/', () => json([paymentSystem])),
    reading('/info/payments/byid/', byId),
    reading('/info/payments/bydate/', listByDate),
    reading('/info/payments/bydatecount/', countByDate),
    reading('/info/payments/search/', search),
    reading('/info/options/byid/', ofPayment((_, payment) => optionsRow(payment))),
    reading('/info/refunds/bypaymentid/', ofPayment((_, payment) => payment.refunds.map((refund) => refundRow(world.login, payment, refund)))),
  ];
};
