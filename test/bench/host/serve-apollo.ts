import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { actorOf, demandToken } from '@paygraph/gateway/auth/demand-token';
import { createTokenVerifier, type AuthOptions } from '@paygraph/gateway/auth/tokens';
import type { GatewayContext } from '@paygraph/gateway/context';
import { onlyPost, operationBody } from '@paygraph/gateway/read-operation';
import { systemClock } from '@paygraph/shared/clock';
import { createEdge } from '@paygraph/shared/http/edge';
import { createLog } from '@paygraph/shared/log';

type What = Pick<ApolloServerOptions<GatewayContext>, 'schema'> | Pick<ApolloServerOptions<GatewayContext>, 'gateway'>;

const answerWithinMs = 10_000;

/** An Apollo Server to compare with: HTTP edge, token check and plugins are the gateway's own, so that only what answers makes the difference. */
export const serveApollo = async (name: string, auth: AuthOptions, what: What) => {
  const edge = createEdge({ log: createLog({ service: name, level: 'warn' }), ready: () => Promise.resolve(true) });
  const server = new ApolloServer<GatewayContext>({
    ...what,
    introspection: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), ...('schema' in what ? [ApolloServerPluginInlineTraceDisabled()] : [])],
  } as ApolloServerOptions<GatewayContext>);
  await server.start();
  const raw = express.raw({ type: () => true, limit: 102_400, inflate: false });
  const context = ({ res }: { res: express.Response }): Promise<GatewayContext> => Promise.resolve({ actor: actorOf(res), deadline: Date.now() + answerWithinMs });
  edge.app.all('/graphql', onlyPost, demandToken(createTokenVerifier(auth, systemClock)), raw, operationBody(undefined), expressMiddleware(server, { context }));
  edge.onStopped(() => server.stop());
  const { url } = await edge.listen(0);
  return { told: { graphql: `${url}/graphql` }, stop: () => edge.stop() };
};
