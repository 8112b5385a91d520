import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { err, ok, type Result } from '../result';
import { onCallsEnd } from './calls-end';
import { poolOf } from './pools';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type HttpCall = Readonly<{
  url: string;
  method: HttpMethod;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** For the whole call, connecting included. */
  timeoutMs: number;
  maxResponseBytes?: number;
}>;
/** `text` is the body read as UTF-8; `bytes` for those who answer in another encoding. Header names are in lower case. */
export type HttpAnswer = Readonly<{ status: number; headers: Readonly<Record<string, string>>; text: string; bytes: Buffer }>;
/** `not-sent`: the other side cannot have acted. `unknown`: it may have. */
export type HttpFailure = Readonly<{ kind: 'not-sent' | 'unknown'; reason: string }>;

const maxResponseBytesDefault = 1_048_576;

class CallEnded extends Error {}

const reasonOf = (error: Error): string => {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof CallEnded ? error.message : (code ?? error.name);
};

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));

type Settle = (result: Result<HttpAnswer, HttpFailure>) => void;

/** Follows one call. undici calls `onRequestStart` just before the first byte is written: that is where "not sent" ends. */
class CallHandler implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private ended: CallEnded | undefined;
  private status = 0;
  private headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly sizeMax: number,
    private readonly settle: Settle,
  ) {}

  end(reason: string): void {
    this.ended = new CallEnded(reason);
    this.fail(this.ended);
    this.controller?.abort(this.ended);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Ended while it waited for a connection: it was reported as not sent, so it must not be sent now.
    if (this.ended) controller.abort(this.ended);
    else this.controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = flat(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.sizeMax) this.end(`the answer is larger than ${this.sizeMax} bytes`);
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const bytes = Buffer.concat(this.chunks);
    this.settle(ok({ status: this.status, headers: this.headers, text: bytes.toString('utf8'), bytes }));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  fail(error: Error): void {
    this.settle(err({ kind: this.controller ? 'unknown' : 'not-sent', reason: reasonOf(error) }));
  }
}

const parsedUrl = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

/** Sends one request, never follows a redirect, never retries, never throws. The reason of a failure holds no data of the call. */
export const httpCall = (call: HttpCall): Promise<Result<HttpAnswer, HttpFailure>> => {
  const url = parsedUrl(call.url);
  if (!url || !/^https?:$/.test(url.protocol)) return Promise.resolve(err({ kind: 'not-sent', reason: 'the address is not an http(s) URL' }));
  return new Promise((resolve) => {
    let forget = (): void => undefined;
    const settle: Settle = (result) => {
      clearTimeout(timer);
      forget();
      resolve(result);
    };
    const handler = new CallHandler(call.maxResponseBytes ?? maxResponseBytesDefault, settle);
    const timer = setTimeout(() => handler.end(`no whole answer within ${call.timeoutMs} ms`), call.timeoutMs);
    forget = onCallsEnd(() => handler.end('this process stops'));
    const { method, headers, body } = call;
    try {
      poolOf(url.origin).dispatch({ origin: url.origin, path: url.pathname + url.search, method, headers: { ...headers }, body }, handler);
    } catch (error) {
      handler.fail(error instanceof Error ? error : new CallEnded('the request cannot be built'));
    }
  });
};
