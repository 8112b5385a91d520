import { err, ok, type Result } from '../result';

/** Rows and commands of PayKeeper are loosely typed: numbers come as numbers or as text, absent values as null. */
export type PayKeeperRow = Readonly<Record<string, unknown>>;

/**
 * Why a call brought no answer. `not-sent`: it certainly did nothing, repeat at will. `auth`: refused at the door, nothing was done.
 * `unknown`: it may have been carried out. `refused`: the server said no in `message` (its own words, without contacts).
 */
export type PayKeeperError = Readonly<{ kind: 'not-sent' | 'unknown' | 'auth'; reason: string }> | Readonly<{ kind: 'refused'; message: string }>;
export type PayKeeperResult = Result<unknown, PayKeeperError>;
export type PayKeeperHttpAnswer = Readonly<{ status: number; text: string }>;

/** The one refusal text that clients may rely on: the security token was changed in the meantime. */
export const wrongTokenText = 'Токен безопасности не верен.';

const messageMax = 300;
const contacts = /[^\s@]+@[^\s@]+|\+?\d[\d\s()-]{8,}\d/g;
/** The server's words without markup and without anybody's e-mail or phone, at most 300 characters. */
export const withoutContacts = (message: string): string => message.replace(/<[^>]*>/g, ' ').replace(contacts, '***').slice(0, messageMax).trim();

const isRow = (value: unknown): value is PayKeeperRow => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Commands and single objects may arrive inside an array of one. */
export const oneRow = (value: unknown): PayKeeperRow | undefined => {
  const inner: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isRow(inner) ? inner : undefined;
};

/** The rows of a list; a lone object counts as a list of one. */
export const rowsOf = (value: unknown): readonly PayKeeperRow[] => (Array.isArray(value) ? value.filter(isRow) : isRow(value) ? [value] : []);

/** A scalar as text: 34 and "34" are the same id. Undefined for null, absence and anything structured. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const parse = (text: string): Result<unknown, PayKeeperError> => {
  try {
    return ok(JSON.parse(text.replace(/^\uFEFF/, '')) as unknown);
  } catch {
    const title = /<title>([^<]{1,80})/i.exec(text)?.[1]?.trim();
    const found = text.trim() === '' ? 'an empty body' : title === undefined ? 'a body that is no JSON' : `a page titled "${withoutContacts(title)}"`;
    return err({ kind: 'unknown', reason: `PayKeeper answered with ${found}` });
  }
};

const refusalOf = (value: unknown): PayKeeperError | undefined => {
  const row = oneRow(value);
  if (row?.result === undefined || row.result === 'success') return undefined;
  if (row.result !== 'fail') return { kind: 'unknown', reason: 'PayKeeper answered with a result that is neither success nor fail' };
  return { kind: 'refused', message: withoutContacts(textOf(row.msg) ?? 'refused without a reason') };
};

const statusProblem = (status: number): PayKeeperError | undefined => {
  if (status === 200) return undefined;
  if (status === 401 || status === 403) return { kind: 'auth', reason: `PayKeeper refused the login (HTTP ${status}); check the login and password of the cabinet user` };
  // A redirect leads to the sign-in page; following it would send the form and the password somewhere else.
  if (status >= 300 && status < 400) return { kind: 'auth', reason: `PayKeeper redirected (HTTP ${status}) as it does for a wrong login or address` };
  return { kind: 'unknown', reason: `PayKeeper answered HTTP ${status}` };
};

/** Reads an HTTP answer: the parsed JSON (lists stay lists), or why there is none. Business errors come with HTTP 200. */
export const readAnswer = ({ status, text }: PayKeeperHttpAnswer): PayKeeperResult => {
  const problem = statusProblem(status);
  if (problem !== undefined) return err(problem);
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const refusal = refusalOf(parsed.value);
  return refusal === undefined ? parsed : err(refusal);
};
