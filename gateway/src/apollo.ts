import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import type { Log } from '@paygraph/shared/log';
import type { GatewayContext } from './context';
import type { FormatError } from './errors';
import { gatewayInterface } from './execution/gateway-interface';
import type { OperationOf } from './execution/operations';
import { brokenLimit } from './limits/check';
import type { Limits } from './limits/limits';
import type { PlannedSupergraph } from './supergraph';

export type ApolloOptions = Readonly<{ supergraph: PlannedSupergraph; operationOf: OperationOf; limits: Limits; format: FormatError; production: boolean; log: Log }>;

const asSubscription = (): GraphQLError =>
  new GraphQLError('Subscriptions are opened over WebSocket at /graphql or as server-sent events at /graphql/stream.', { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });

const listener = (limits: Limits): GraphQLRequestListener<GatewayContext> => ({
  async didResolveOperation({ schema, document, operation, request }) {
    if (!operation) return;
    if (operation.operation === 'subscription') throw asSubscription();
    const broken = brokenLimit({ schema, document, operation, variables: request.variables ?? {} }, limits);
    if (broken) throw broken;
  },
});

const limitsPlugin = (limits: Limits): ApolloServerPlugin<GatewayContext> => ({ requestDidStart: () => Promise.resolve(listener(limits)) });

/** Apollo Server with our own executor behind it. Not started yet. */
export const createApollo = (o: ApolloOptions): ApolloServer<GatewayContext> =>
  new ApolloServer<GatewayContext>({
    gateway: gatewayInterface(o.supergraph, o.operationOf),
    introspection: !o.production,
    hideSchemaDetailsFromClientErrors: o.production,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    parseOptions: { maxTokens: o.limits.tokens },
    formatError: o.format,
    logger: o.log,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), limitsPlugin(o.limits)],
  });
