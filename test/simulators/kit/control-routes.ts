import type { Agenda } from './agenda';
import type { Faults, FaultSettings } from './faults';
import type { Journal } from './journal';
import { json, type Reply } from './reply';
import type { Exchange, Handler, Route } from './route';

export type ControlParts<F extends object> = Readonly<{
  faults: Faults<F>;
  journal: Journal;
  agenda: Agenda;
  books: () => unknown;
  settings: () => unknown;
  configure: (patch: Readonly<Record<string, unknown>>) => void;
}>;

/** The JSON object of a control request. @throws RangeError when the body is none. */
export const jsonBody = ({ body }: Exchange): Record<string, unknown> => {
  const value: unknown = body.trim() === '' ? {} : JSON.parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError('The body must be a JSON object.');
  return value as Record<string, unknown>;
};

const isCallerFault = (error: unknown): error is Error => error instanceof RangeError || error instanceof SyntaxError;

/** Turns what the caller did wrong into a 400 with the reason. */
export const guarded = (run: Handler): Handler => async (exchange) => {
  try {
    return await run(exchange);
  } catch (error) {
    if (isCallerFault(error)) return json({ error: error.message }, 400);
    throw error;
  }
};

const advance = <F extends object>({ agenda }: ControlParts<F>, exchange: Exchange): Reply => {
  const { advanceSeconds } = jsonBody(exchange);
  if (typeof advanceSeconds !== 'number' || advanceSeconds < 0) throw new RangeError('advanceSeconds must be a number, zero or more.');
  agenda.advance(advanceSeconds);
  return json({ advancedSeconds: advanceSeconds });
};

/** `/__sim/{faults,journal,books,config,time}`: the same switches that tests in this process hold as methods. */
export const controlRoutes = <F extends object>(parts: ControlParts<F>): Route[] => {
  const { faults, journal } = parts;
  const listed = (): Reply => json({ faults: faults.list() });
  const setFaults: Handler = (exchange) => {
    faults.set(jsonBody(exchange) as FaultSettings<F>);
    return listed();
  };
  const clearFaults: Handler = () => {
    faults.clear();
    return listed();
  };
  const configure: Handler = (exchange) => {
    parts.configure(jsonBody(exchange));
    return json(parts.settings());
  };
  const entries: Handler = ({ fields }) => json({ entries: journal.entries({ after: Number(fields.text('after') || 0), kind: fields.text('kind') }) });
  return [
    { method: 'GET', path: '/__sim/faults', run: listed },
    { method: 'POST', path: '/__sim/faults', run: guarded(setFaults) },
    { method: 'DELETE', path: '/__sim/faults', run: clearFaults },
    { method: 'GET', path: '/__sim/journal', run: entries },
    { method: 'GET', path: '/__sim/books', run: () => json(parts.books()) },
    { method: 'GET', path: '/__sim/config', run: () => json(parts.settings()) },
    { method: 'POST', path: '/__sim/config', run: guarded(configure) },
    { method: 'POST', path: '/__sim/time', run: guarded((exchange) => advance(parts, exchange)) },
  ];
};
