import type { IncomingHttpHeaders } from 'node:http';
import type { Fields } from './fields';
import { trimSlashes } from './faults';
import type { Reply } from './reply';

/** One request as a handler sees it. `afterAnswer` runs once the connection is done, answered or lost. */
export type Exchange = Readonly<{
  method: string;
  params: Readonly<Record<string, string>>;
  fields: Fields;
  body: string;
  headers: IncomingHttpHeaders;
  afterAnswer: (run: () => void) => void;
}>;

export type Handler = (exchange: Exchange) => Reply | Promise<Reply>;
export type Route = Readonly<{ method: 'GET' | 'POST' | 'DELETE'; path: string; run: Handler }>;
export type Found = Readonly<{ route: Route; params: Readonly<Record<string, string>> }>;

const controlPrefix = '/__sim/';
/** The control plane is the tests' way in: faults never touch it. */
export const isControl = ({ path }: Route): boolean => path.startsWith(controlPrefix);

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = trimSlashes(pattern).split('/');
  const given = trimSlashes(path).split('/');
  const fits = wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at]);
  if (!fits) return undefined;
  return Object.fromEntries(wanted.flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), decodeURIComponent(given[at] ?? '')]] : [])));
};

/** The route of a request; slashes at the ends do not matter (some clients of PayKeeper leave the last one out). */
export const findRoute = (routes: readonly Route[], { method, path }: { method: string; path: string }): Found | undefined => {
  for (const route of routes) {
    const params = route.method === method ? match(route.path, path) : undefined;
    if (params !== undefined) return { route, params };
  }
  return undefined;
};
