import { ApolloGateway, type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import type { Log } from '@paygraph/shared/log';
import type { GatewayContext } from './context';
import { disableApolloTelemetry } from './env';
import { withoutCompletionDetails, type FormatError } from './errors';
import { brokenLimit } from './limits/check';
import type { Limits } from './limits/limits';

export type ApolloOptions = Readonly<{ supergraphSdl: string; dataSources: ServiceMap; limits: Limits; format: FormatError; production: boolean; log: Log }>;

const sourceOf = (dataSources: ServiceMap, name: string): GraphQLDataSource => {
  const source = dataSources[name];
  if (!source) throw new Error(`The supergraph has a subgraph "${name}" whose address is not configured.`);
  return source;
};

const asSubscription = (): GraphQLError =>
  new GraphQLError('Subscriptions are opened over WebSocket at /graphql or as server-sent events at /graphql/stream.', { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });

const listener = (limits: Limits): GraphQLRequestListener<GatewayContext> => ({
  async didResolveOperation({ schema, document, operation, request }) {
    if (!operation) return;
    if (operation.operation === 'subscription') throw asSubscription();
    const broken = brokenLimit({ schema, document, operation, variables: request.variables ?? {} }, limits);
    if (broken) throw broken;
  },
  async willSendResponse({ response }) {
    if (response.body.kind === 'single') response.body.singleResult = withoutCompletionDetails(response.body.singleResult);
  },
});

const limitsPlugin = (limits: Limits): ApolloServerPlugin<GatewayContext> => ({ requestDidStart: () => Promise.resolve(listener(limits)) });

/** Apollo Server over Apollo's planner and executor, with our own way to the subgraphs. Not started yet. */
export const createApollo = (o: ApolloOptions): ApolloServer<GatewayContext> => {
  disableApolloTelemetry();
  const gateway = new ApolloGateway({
    supergraphSdl: o.supergraphSdl,
    buildService: ({ name }) => sourceOf(o.dataSources, name),
    telemetry: { includeDocument: false, recordExceptions: false },
    logger: o.log,
  });
  return new ApolloServer<GatewayContext>({
    gateway,
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
};
