import type { Fields } from '../kit/fields';
import type { PayKeeperAccess } from '../kit/paykeeper-access';
import { json, type Reply } from '../kit/reply';
import type { Route } from '../kit/route';
import { createInvoice, revokeInvoice, sendInvoice } from './invoices';
import { invoiceRow } from './rows';
import { page, readDates, readStatuses, selects, type Selection } from './selection';
import { commandReply, fail, noInvoice } from './verdict';
import type { Invoice, World } from './world';

const badDates = 'Неверный формат даты.';

const preview = (world: World, fields: Fields): Reply => {
  const made = createInvoice(world, fields);
  if (!made.ok) return fail(made.msg);
  const url = `${world.url}/bill/${made.value.id}/`;
  return json({ invoice_id: made.value.id, invoice_url: url, invoice: `<html><body><a href="${url}">Оплатить</a></body></html>` });
};

const byId = (world: World, id: string): Reply => {
  const invoice = world.invoices.get(id);
  return invoice === undefined ? fail(noInvoice) : json(invoiceRow(world, invoice));
};

const find = (world: World, selection: Selection): Invoice[] =>
  [...world.invoices.values()].filter((invoice) => selects(selection, { ...invoice, at: invoice.createdAt }));

const list = (world: World, fields: Fields): Reply => {
  const dates = readDates(fields, ['start_date', 'end_date']);
  if (dates === undefined) return fail(badDates);
  const found = find(world, { ...dates, statuses: readStatuses(world, fields), query: '' });
  return json(page(found, fields).map((invoice) => invoiceRow(world, invoice)));
};

const listCount = (world: World, fields: Fields): Reply => {
  const dates = readDates(fields, ['start_date', 'end_date']);
  if (dates === undefined) return fail(badDates);
  const found = find(world, { ...dates, statuses: readStatuses(world, fields), query: '' });
  const seen = [...new Set(found.map(({ status }) => status))];
  const statuses = seen.map((status) => ({ status, count: String(found.filter((invoice) => invoice.status === status).length) }));
  return json({ statuses, fullcount: [{ count: String(found.length) }] });
};

const search = (world: World, fields: Fields): Reply => {
  const dates = readDates(fields, ['start_date', 'end_date']);
  if (dates === undefined) return fail(badDates);
  const found = find(world, { ...dates, statuses: undefined, query: fields.text('query') });
  return json(found.map((invoice) => invoiceRow(world, invoice)));
};

/** Section 3 of the manual: invoices. */
export const invoiceRoutes = (world: World, access: PayKeeperAccess): Route[] => {
  const reading = (path: string, run: (world: World, fields: Fields) => Reply): Route => ({ method: 'GET', path, run: access.reading(({ fields }) => run(world, fields)) });
  const changing = (path: string, run: (world: World, fields: Fields) => Reply): Route => ({ method: 'POST', path, run: access.changing(({ fields }) => run(world, fields)) });
  return [
    changing('/change/invoice/preview/', preview),
    changing('/change/invoice/send/', (_, fields) => commandReply(world, sendInvoice(world, fields.text('id')))),
    changing('/change/invoice/revoke/', (_, fields) => commandReply(world, revokeInvoice(world, fields.text('id')))),
    reading('/info/invoice/byid/', (_, fields) => byId(world, fields.text('id'))),
    reading('/info/invoice/list/', list),
    reading('/info/invoice/listcount/', listCount),
    reading('/info/invoice/search/', search),
  ];
};
