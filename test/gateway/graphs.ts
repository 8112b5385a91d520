import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../kit/root';

/** A supergraph and what it is made of, by the names of the subgraphs. */
export type Graph = Readonly<{ supergraphSdl: string; subgraphs: Readonly<Record<string, string>> }>;

const folder = join(root, 'schema/subgraphs');

/** The one that is committed. */
export const committedGraph = (): Graph => ({
  supergraphSdl: readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'),
  subgraphs: Object.fromEntries(readdirSync(folder).map((file) => [basename(file, '.graphql'), readFileSync(join(folder, file), 'utf8')])),
});

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject"])';

const rare = {
  library: `${link}
    interface Media @key(fields: "id") { id: ID! title: String! sequel: Media }
    type Book implements Media @key(fields: "id") { id: ID! title: String! sequel: Media pages: Int! genre: Genre }
    type Film implements Media @key(fields: "id") { id: ID! title: String! sequel: Media minutes: Int genre: Genre }
    type Note { text: String! about: [[Media]] }
    enum Genre { CALM LOUD }
    union Thing = Book | Film | Note
    type Query { media: [Media!]! one(id: ID!): Media things(kind: String = "all", first: Int): [Thing] shared: Shared }
    type Shared @shareable { x: Int y: String }
    type Mutation { lend(id: ID!): Media back(id: ID!): Thing! }`,
  reviews: `${link}
    type Media @key(fields: "id") @interfaceObject { id: ID! rating: Int! reviews(first: Int = 3): [Review!]! }
    type Review @key(fields: "id") { id: ID! text: String! media: Media! author: Author @provides(fields: "name") }
    type Author @key(fields: "id") { id: ID! name: String @external reviews: [Review] }
    type Shared @shareable { x: Int y: String }
    type Query { topReviews: [Review!] review(id: ID!): Review shared2: Shared }
    type Mutation { praise(id: ID!): Review }`,
  people: `${link}
    type Author @key(fields: "id") { id: ID! name: String @shareable address: Address }
    type Address { city: String! street(long: Boolean! = false): String }
    type Query { authors: [Author!]! }`,
  greetings: `${link}
    type Author @key(fields: "id") { id: ID! name: String @external address: Address @external greeting: String @requires(fields: "name") label(size: Int): String! @requires(fields: "address { city }") }
    type Address { city: String! @external }
    type Query { greet: Author }`,
};

/** What the committed one does not have, but what a subgraph may bring tomorrow: interface objects, interfaces with a key, @requires, @provides, nested lists. */
export const rareGraph = (): Graph => {
  const { supergraphSdl, errors } = composeServices(Object.entries(rare).map(([name, text]) => ({ name, url: `http://${name}`, typeDefs: parse(text) })));
  if (!supergraphSdl) throw new AggregateError(errors ?? [], 'the rare subgraphs do not compose');
  return { supergraphSdl, subgraphs: rare };
};
