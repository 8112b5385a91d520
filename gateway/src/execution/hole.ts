import { GraphQLError } from 'graphql';
import type { ClientPath, Variables } from './run';

/** One projection at work. Notes the first place where the answers of the subgraphs are not what the schema promises. */
export type Projecting = { path: ClientPath | null; field: string; readonly variables: Variables };

/** A field of an object, as the schema names it. */
export const noteHole = (at: Projecting, field: string): void => {
  if (at.path) return;
  at.path = [];
  at.field = field;
};

/** To be called after a part was completed: a hole that was found in it gets the next step of its path. `before` is the path as it was. */
export const noteStep = (at: Projecting, before: ClientPath | null, step: string | number): void => {
  if (at.path !== before) at.path?.unshift(step);
};

/** For the client, who cannot know why: the schema of the subgraphs is not his. */
export const incompleteAnswer = (path: ClientPath): GraphQLError => new GraphQLError('A part of the answer is missing.', { path, extensions: { code: 'INCOMPLETE_ANSWER' } });
