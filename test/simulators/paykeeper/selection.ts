import type { Fields } from '../kit/fields';
import { moscowDate } from '../kit/moscow-time';
import type { Purchase } from './payment';
import { paymentSystem } from './rows';
import type { World } from './world';

type Listed = Readonly<{ at: number; id: string; status: string; purchase: Purchase }>;
const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** Filters of the list calls: dates (both inclusive, Moscow), `status[]`, free text. */
export type Selection = Readonly<{ from: string; to: string; statuses: readonly string[] | undefined; query: string }>;

/** undefined = a date is missing or not ISO with dashes, which real servers answer with an error object. */
export const readDates = (fields: Fields, names: readonly [string, string]): { from: string; to: string } | undefined => {
  const [from, to] = [fields.text(names[0]), fields.text(names[1])];
  return isDate(from) && isDate(to) ? { from, to } : undefined;
};

/** The statuses asked for; an omitted filter means everything or nothing by a setting. */
export const readStatuses = (world: World, fields: Fields): readonly string[] | undefined => {
  const statuses = fields.list('status');
  return statuses.length === 0 && world.settings.omittedFilterMeans === 'all' ? undefined : statuses;
};

export const hasOurSystem = (world: World, fields: Fields): boolean => {
  const systems = fields.list('payment_system_id');
  return systems.length === 0 ? world.settings.omittedFilterMeans === 'all' : systems.includes(paymentSystem.id);
};

// Real servers search by part of a text: "12" also finds order 112, and the client must compare for itself.
const mentions = ({ id, purchase }: Listed, query: string): boolean =>
  [id, purchase.orderId, purchase.clientId, purchase.clientEmail, purchase.clientPhone, purchase.serviceName].some((text) => text.includes(query));

export const selects = ({ from, to, statuses, query }: Selection, row: Listed): boolean => {
  const day = moscowDate(row.at);
  return day >= from && day <= to && (statuses?.includes(row.status) ?? true) && mentions(row, query);
};

/** One page: `from` = how many to skip, `limit` = 100 unless told. */
export const page = <T>(rows: readonly T[], fields: Fields): readonly T[] => {
  const from = Number(fields.text('from') || 0);
  return rows.slice(from, from + Number(fields.text('limit') || 100));
};
