import { buildASTSchema, findBreakingChanges, parse, type GraphQLSchema } from 'graphql';

// The directives of federation are declared nowhere in a subgraph's own text; whether they fit is for the composition to say.
const schemaOf = (sdl: string): GraphQLSchema => buildASTSchema(parse(sdl), { assumeValidSDL: true });

// A built-in type that nothing mentions any more is no change of the contract.
const isStandardScalar = (description: string): boolean => description.startsWith('Standard scalar ');

/** What in a subgraph's new SDL would break a client of the old one, each as one line. */
export const breakingSdlChanges = (service: string, before: string, after: string): string[] =>
  findBreakingChanges(schemaOf(before), schemaOf(after))
    .filter(({ description }) => !isStandardScalar(description))
    .map(({ type, description }) => `${service}: ${type} ${description}`)
    .sort();
