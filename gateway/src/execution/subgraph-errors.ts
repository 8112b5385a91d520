import { GraphQLError } from 'graphql';
import type { SubgraphError } from '../data-source/portions';
import { clientPaths, commonPath } from './paths';
import type { ClientPath, Cursor, Run } from './run';

const told = ({ message, extensions }: SubgraphError, serviceName: string, path: ClientPath | undefined): GraphQLError =>
  new GraphQLError(message || 'A subgraph reported an error.', { path, extensions: { ...extensions, code: extensions?.['code'] ?? 'DOWNSTREAM_SERVICE_ERROR', serviceName } });

type Where = Readonly<{ service: string; cursor: Cursor }>;

/** Errors of an answer that was written as it is into the objects of the cursor. */
export const reportErrors = ({ errors }: Run, list: readonly SubgraphError[], { service, cursor }: Where): void => {
  for (const error of list) errors.push(told(error, service, error.path ? [...commonPath(cursor.path), ...error.path] : undefined));
};

/** Errors of an answer to `_entities`: each is told at every place of the client's answer where its entity stands. `places[i]` are those of the i-th entity, as indexes into the cursor. */
export const reportEntityErrors = (run: Run, list: readonly SubgraphError[], { service, cursor, places }: Where & Readonly<{ places: readonly (readonly number[])[] }>): void => {
  const paths = clientPaths(run.root, cursor.path);
  for (const error of list) {
    const [, index, ...rest] = error.path ?? [];
    const at = typeof index === 'number' ? (places[index] ?? []) : [];
    for (const place of at) run.errors.push(told(error, service, [...(paths[place] ?? []), ...rest]));
    if (at.length === 0) run.errors.push(told(error, service, error.path ? commonPath(cursor.path) : undefined));
  }
};
