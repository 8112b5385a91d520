import { AsyncLocalStorage } from 'node:async_hooks';
import { maskCardNumbers } from '@paygraph/shared/card-number';
import type { HttpAnswer, HttpCall, HttpFailure } from '@paygraph/shared/http/client';
import type { Result } from '@paygraph/shared/result';
import type { Trace } from '../../domain/provider';
import type { ConnectorTools } from '../define-connector';

const shown = new Set(
  ('id result msg error_code status orderid amount pay_amount refund_amount remainder refund_number partial paymentid payment_id invoice_id ' +
    'expiry query start_date end_date datetime pending_datetime obtain_datetime success_datetime expiry_datetime created_datetime paid_datetime ' +
    'repeat_counter payment_system_id').split(' '),
);
const rowsShown = 20;
const contacts = /[^\s@]+@[^\s@]+|\+\d[\d\s()-]{8,}\d/g;

const clean = (value: unknown): unknown => (typeof value === 'string' ? maskCardNumbers(value).replace(contacts, '***').slice(0, 300) : value);

const maskRow = (row: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shown.has(name) ? clean(value) : '***']));

/** Fields that nobody declared harmless are hidden: a field that PayKeeper adds tomorrow leaks nothing. */
export const maskFields = (fields: Iterable<readonly [string, string]>): Record<string, unknown> => maskRow(Object.fromEntries(fields));

const maskAnswer = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return { rows: value.slice(0, rowsShown).map((row) => (typeof row === 'object' && row !== null ? maskRow(row) : '***')), count: value.length };
    return typeof value === 'object' && value !== null ? maskRow(value) : { value: '***' };
  } catch {
    return { unreadable: `${Buffer.byteLength(text)} bytes that are not JSON` };
  }
};

const outcomeOf = (answer: Result<HttpAnswer, HttpFailure>): string => (answer.ok ? `HTTP ${answer.value.status}` : `${answer.error.kind}: ${answer.error.reason}`);

const traces = new AsyncLocalStorage<Trace>();

/** Everything that `work` exchanges is written down by `trace`. */
export const traced = <T>(trace: Trace, work: () => Promise<T>): Promise<T> => traces.run(trace, work);

/** The HTTP client, with each exchange given to the trace of the work that caused it. */
export const tracedHttp = ({ http, now }: ConnectorTools) => async (call: HttpCall): Promise<Result<HttpAnswer, HttpFailure>> => {
  const at = now();
  const started = performance.now();
  const answer = await http(call);
  const { pathname, searchParams } = new URL(call.url);
  const form = new URLSearchParams(typeof call.body === 'string' ? call.body : '');
  traces.getStore()?.({
    action: `${call.method} ${pathname}`,
    request: maskFields([...searchParams, ...form]),
    answer: answer.ok ? maskAnswer(answer.value.text) : null,
    status: answer.ok ? answer.value.status : null,
    outcome: outcomeOf(answer),
    at,
    tookMs: Math.round(performance.now() - started),
  });
  return answer;
};
