import type { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context';

export type JsonObject = { [key: string]: unknown };
export type Variables = Readonly<Record<string, unknown>>;
export type ClientPath = (string | number)[];

/** One execution of an operation. Steps write what subgraphs answer into `root` and what went wrong into `errors`. */
export type Run = Readonly<{
  context: GatewayContext;
  /** As the client gave them: subgraphs fill in the defaults themselves. */
  variables: Variables;
  /** With the defaults of the operation. */
  coerced: Variables;
  root: JsonObject;
  errors: GraphQLError[];
}>;

/** The objects that a step works on, and the path on which they were found; `@` stands for every element of a list. */
export type Cursor = Readonly<{ path: readonly (string | number)[]; objects: readonly JsonObject[] }>;

/** A node of a query plan made ready to run. It never rejects. */
export type Step = (run: Run, cursor: Cursor) => Promise<void>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
