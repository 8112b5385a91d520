import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { AuthOptions } from '@paygraph/gateway/auth/tokens';
import { loadSupergraph } from '@paygraph/gateway/supergraph';
import { root } from '../kit/root';
import { serveApollo } from './host/serve-apollo';
import { serveParent } from './host/serve-parent';

/** The same schema without federation; every field of Query is answered by what it was started with. */
const schemaOf = (data: Readonly<Record<string, unknown>>): GraphQLSchema => {
  const schema = loadSupergraph(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8')).apiSchema;
  for (const [name, value] of Object.entries(data)) {
    const field = schema.getQueryType()?.getFields()[name];
    if (!field) throw new Error(`The schema has no Query.${name}`);
    field.resolve = () => value;
  }
  return schema;
};

/** One Apollo Server that answers the bench's questions from memory: no subgraphs, no database. */
void serveParent(() => {
  const { auth, data } = JSON.parse(process.env['MONOLITH'] ?? '') as { auth: AuthOptions; data: Record<string, unknown> };
  return serveApollo('monolith', auth, { schema: schemaOf(data) });
});
