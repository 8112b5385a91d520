import { asyncApi } from './asyncapi';
import { compose } from './compose';
import { envelopeSchema, eventSchemas } from './event-schemas';
import { subgraphs } from './subgraphs';

/** Path under `schema/` → text. */
export type Files = Readonly<Record<string, string>>;

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const renamed = <T>(values: Readonly<Record<string, T>>, path: (name: string) => string, text: (value: T) => string): Files =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [path(name), text(value)]));

export const sdlFile = (service: string): string => `subgraphs/${service}.graphql`;
export const eventFolder = 'events/json/';

/** Everything that is written from the code: the subgraphs, the supergraph of them, and the events for readers outside. */
export const contractFiles = (): Files => {
  const sdls = Object.fromEntries(Object.entries(subgraphs).map(([service, build]) => [service, `${build().sdl.trimEnd()}\n`]));
  return {
    ...renamed(sdls, sdlFile, (sdl) => sdl),
    'supergraph.graphql': compose(sdls),
    ...renamed(eventSchemas(), (name) => eventFolder + name, json),
    [`${eventFolder}envelope.json`]: json(envelopeSchema()),
    'events/asyncapi.json': json(asyncApi()),
  };
};
