import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { routingUrl } from './subgraphs';

/** The supergraph of these subgraphs (service name → SDL). @throws with every reason why they do not fit together. */
export const compose = (sdls: Readonly<Record<string, string>>): string => {
  const services = Object.entries(sdls).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: routingUrl(name) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors && errors.length > 0) throw new Error(`The subgraphs do not compose:\n${errors.map(({ message }) => `  ${message}`).join('\n')}`);
  return `${supergraphSdl ?? ''}\n`;
};
