import { err, ok, type Result } from '../result';
import { oneRow, readAnswer, textOf, wrongTokenText, type PayKeeperError, type PayKeeperHttpAnswer, type PayKeeperResult } from './paykeeper-answer';

type Fields = Readonly<Record<string, string>>;
type Listed = Readonly<Record<string, string | readonly string[]>>;

type HttpRequest = { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string; timeoutMs: number; maxResponseBytes: number };
/** The kernel's `httpCall`: it never throws and never follows redirects. */
export type PayKeeperHttp = (request: HttpRequest) => Promise<Result<PayKeeperHttpAnswer, { kind: 'not-sent' | 'unknown'; reason: string }>>;

export type PayKeeperSessionOptions = Readonly<{
  /** The merchant's own server, `https://<name>.server.paykeeper.ru`, with or without a slash at the end. */
  baseUrl: string;
  login: string;
  password: string;
  http: PayKeeperHttp;
  timeoutMs?: number;
  now?: () => number;
}>;

export type PayKeeperSession = Readonly<{
  /** Reads. A list parameter becomes `name[]=…` for each value. Lists of the answer stay lists (`rowsOf`). `bytesMax`: of the answer, 2 MB unless told. */
  get(path: string, params?: Listed, bytesMax?: number): Promise<PayKeeperResult>;
  /** Changes something, with the security token added. An answer in an array of one is unwrapped. */
  post(path: string, form: Fields): Promise<PayKeeperResult>;
}>;

const defaultTimeoutMs = 10_000;
const responseBytesMax = 2_000_000;
// The server changes its token once a day; an hour keeps us clear of that edge.
const tokenLifeMs = 3_600_000;

const formType = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };

const encode = (fields: Listed): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') query.append(name, value);
    else for (const item of value) query.append(`${name}[]`, item);
  }
  return query.toString();
};

const isWrongToken = (result: PayKeeperResult): boolean => !result.ok && result.error.kind === 'refused' && result.error.message === wrongTokenText;

/** Anything that stops us before the form goes out means that nothing was changed. */
const beforeSending = (error: PayKeeperError): PayKeeperError => {
  if (error.kind === 'auth') return error;
  return { kind: 'not-sent', reason: `no security token: ${error.kind === 'refused' ? error.message : error.reason}` };
};

type CallOf = Readonly<{ method: 'GET' | 'POST'; path: string; fields: Listed; bytesMax?: number }>;

const callWith = ({ baseUrl, login, password, http, timeoutMs = defaultTimeoutMs }: PayKeeperSessionOptions) => {
  const authorization = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  const root = baseUrl.replace(/\/+$/, '');
  return async ({ method, path, fields, bytesMax = responseBytesMax }: CallOf): Promise<PayKeeperResult> => {
    const form = encode(fields);
    const headers: Record<string, string> = method === 'POST' ? { authorization, ...formType } : { authorization };
    const query = method === 'GET' && form !== '' ? `?${form}` : '';
    const body = method === 'POST' ? { body: form } : {};
    const answer = await http({ url: `${root}${path}${query}`, method, headers, ...body, timeoutMs, maxResponseBytes: bytesMax });
    return answer.ok ? readAnswer(answer.value) : err({ kind: answer.error.kind, reason: answer.error.reason });
  };
};

type Call = ReturnType<typeof callWith>;

/** The token of a session, asked for by one request at a time however many calls wait for it. */
const createTokens = (call: Call, now: () => number) => {
  let kept: { token: string; until: number } | undefined;
  let asking: Promise<Result<string, PayKeeperError>> | undefined;
  const ask = async (): Promise<Result<string, PayKeeperError>> => {
    const answer = await call({ method: 'GET', path: '/info/settings/token/', fields: {} });
    if (!answer.ok) return err(beforeSending(answer.error));
    const token = textOf(oneRow(answer.value)?.token);
    if (token === undefined) return err({ kind: 'not-sent', reason: 'no security token: the answer holds none' });
    kept = { token, until: now() + tokenLifeMs };
    return ok(token);
  };
  return {
    take: (): Promise<Result<string, PayKeeperError>> => {
      if (kept !== undefined && kept.until > now()) return Promise.resolve(ok(kept.token));
      asking ??= ask().finally(() => (asking = undefined));
      return asking;
    },
    /** Forgets a token the server no longer accepts, unless a neighbour has fetched a newer one already. */
    drop: (token: string): void => {
      if (kept?.token === token) kept = undefined;
    },
  };
};

/**
 * Talks to one PayKeeper server as one user: Basic login on every call, the security token on changes (cached for at most an hour),
 * one repeat of a change, only after the exact refusal of its token. Never throws, follows no redirects, keeps secrets out of errors.
 */
export const createPayKeeperSession = (options: PayKeeperSessionOptions): PayKeeperSession => {
  const call = callWith(options);
  const tokens = createTokens(call, options.now ?? Date.now);
  const change = async (path: string, form: Fields): Promise<{ token?: string; result: PayKeeperResult }> => {
    const token = await tokens.take();
    if (!token.ok) return { result: token };
    return { token: token.value, result: await call({ method: 'POST', path, fields: { ...form, token: token.value } }) };
  };
  const post = async (path: string, form: Fields): Promise<PayKeeperResult> => {
    const first = await change(path, form);
    if (first.token === undefined || !isWrongToken(first.result)) return unwrapped(first.result);
    tokens.drop(first.token);
    const { result } = await change(path, form);
    return isWrongToken(result) ? err({ kind: 'not-sent', reason: 'the security token was refused twice' }) : unwrapped(result);
  };
  return { get: (path, fields = {}, bytesMax) => call({ method: 'GET', path, fields, bytesMax }), post };
};

const unwrapped = (result: PayKeeperResult): PayKeeperResult => {
  if (!result.ok) return result;
  const row = oneRow(result.value);
  return row === undefined ? err({ kind: 'unknown', reason: 'PayKeeper answered a change with something that is no object' }) : ok(row);
};
