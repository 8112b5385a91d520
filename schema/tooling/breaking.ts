import { breakingEventChanges } from './breaking-events';
import { breakingSdlChanges } from './breaking-sdl';
import { eventFolder, sdlFile, type Files } from './contract-files';
import type { JsonSchema } from './event-schemas';

const emptySdl = 'type Query { nothing: Int }';
const serviceOf = (path: string): string => path.slice(sdlFile('').indexOf('.'), -'.graphql'.length);

const changeOf = (path: string, before: string, after: string | undefined): string[] => {
  if (path.startsWith(eventFolder)) {
    const event = path.slice(eventFolder.length, -'.json'.length);
    return breakingEventChanges(event, JSON.parse(before) as JsonSchema, after === undefined ? undefined : (JSON.parse(after) as JsonSchema));
  }
  return path.startsWith('subgraphs/') ? breakingSdlChanges(serviceOf(path), before, after ?? emptySdl) : [];
};

/** What breaks clients or readers between the committed files and the new ones, each as one line for `allowed-breaks.json`. */
export const breakingChanges = (committed: Files, next: Files): string[] =>
  Object.entries(committed).flatMap(([path, before]) => (before === next[path] ? [] : changeOf(path, before, next[path])));
