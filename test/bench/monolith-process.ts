import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import type { GraphQLSchema } from 'graphql';
import { demandToken } from '@paygraph/gateway/auth/demand-token';
import { createTokenVerifier, type AuthOptions } from '@paygraph/gateway/auth/tokens';
import { onlyPost, operationBody } from '@paygraph/gateway/read-operation';
import { loadSupergraph } from '@paygraph/gateway/supergraph';
import { systemClock } from '@paygraph/shared/clock';
import { createEdge } from '@paygraph/shared/http/edge';
import { createLog } from '@paygraph/shared/log';
import { root } from '../kit/root';
import { serveParent } from './host/serve-parent';

/** The same schema without federation; every order is the one order that it was started with. */
const schemaOf = (order: unknown): GraphQLSchema => {
  const schema = loadSupergraph(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8')).apiSchema;
  const field = schema.getQueryType()?.getFields()['order'];
  if (!field) throw new Error('The schema has no Query.order');
  field.resolve = () => order;
  return schema;
};

/**
 * One Apollo Server that answers the bench's query from memory: no subgraphs, no database. HTTP edge, token check and plugins are
 * the gateway's own, so that only federation and the services behind it make the difference.
 */
const start = async () => {
  const { auth, order } = JSON.parse(process.env['MONOLITH'] ?? '') as { auth: AuthOptions; order: unknown };
  const log = createLog({ service: 'monolith', level: 'warn' });
  const edge = createEdge({ log, ready: () => Promise.resolve(true) });
  const server = new ApolloServer({
    schema: schemaOf(order),
    introspection: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled()],
  });
  await server.start();
  const raw = express.raw({ type: () => true, limit: 102_400, inflate: false });
  edge.app.all('/graphql', onlyPost, demandToken(createTokenVerifier(auth, systemClock)), raw, operationBody(undefined), expressMiddleware(server));
  edge.onStopped(() => server.stop());
  const { url } = await edge.listen(0);
  return { told: { graphql: `${url}/graphql` }, stop: () => edge.stop() };
};

void serveParent(start);
