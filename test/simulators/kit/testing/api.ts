import { setTimeout as sleep } from 'node:timers/promises';

export type Server = Readonly<{ url: string; login: string; password: string }>;
export type Answer = Readonly<{ status: number; text: string; body: unknown }>;
export type Fields = Readonly<Record<string, string>>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A bare HTTP caller of a PayKeeper-like server: Basic on every call, the token in every POST. Shares nothing with any connector. */
export class Api {
  constructor(private readonly server: Server) {}

  async call(path: string, init: RequestInit = {}): Promise<Answer> {
    const { url, login, password } = this.server;
    const authorization = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
    const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init, headers: { authorization, ...init.headers } });
    const text = await response.text();
    return { status: response.status, text, body: parsed(text) };
  }

  async get<T>(path: string, query: Fields | URLSearchParams = {}): Promise<T> {
    return (await this.call(`${path}?${new URLSearchParams(query)}`)).body as T;
  }

  async token(): Promise<string> {
    return (await this.get<{ token: string }>('/info/settings/token/')).token;
  }

  async form(path: string, fields: Fields): Promise<Answer> {
    const token = await this.token();
    return this.call(path, { method: 'POST', body: new URLSearchParams({ ...fields, token }) });
  }

  async command<T = { result: string; msg?: string }>(path: string, fields: Fields): Promise<T> {
    return (await this.form(path, fields)).body as T;
  }

  /** The control plane. */
  async sim<T>(path: string, body?: object, method = body === undefined ? 'GET' : 'POST'): Promise<T> {
    return (await this.call(`/__sim/${path}`, { method, body: body && JSON.stringify(body) })).body as T;
  }
}

/** Asks until the answer fits. @throws Error with the last answer when it never does. */
export const eventually = async <T>(ask: () => Promise<T> | T, fits: (value: T) => boolean, timeoutMs = 5000): Promise<T> => {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (fits(value)) return value;
    if (Date.now() > end) throw new Error(`Not reached: ${JSON.stringify(value)}`);
    await sleep(10);
  }
};
