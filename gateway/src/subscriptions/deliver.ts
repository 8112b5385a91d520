import { buildOperationContext, executeQueryPlan, type GraphQLDataSource, type ServiceMap } from '@apollo/gateway';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { GraphQLError, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import { mapStream, type Stream } from '@paygraph/shared/graphql/streams';
import { bodyHashOf, type Actor } from '@paygraph/shared/identity';
import type { Clock } from '@paygraph/shared/clock';
import type { Log } from '@paygraph/shared/log';
import type { GatewayContext, Subgraphs } from '../context';
import { formatAll, withoutCompletionDetails, type FormatError } from '../errors';
import type { Sign } from '../keys';
import type { PlannedSupergraph } from '../supergraph';
import type { PreparedSubscription } from './prepare';
import { upstreamOperation } from './resume';
import { openUpstream } from './upstream';

export type DeliverOptions = Readonly<{
  supergraph: PlannedSupergraph;
  dataSources: ServiceMap;
  subgraphs: Subgraphs;
  sign: Sign;
  format: FormatError;
  timeoutMs: number;
  log: Log;
  clock: Clock;
}>;
export type Deliver = (subscription: PreparedSubscription, actor: Actor) => Stream<FormattedExecutionResult>;

type RequestContext = Parameters<typeof executeQueryPlan>[2];
type ProcessAnswer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** The owning subgraph, except that the fetch which was the subscription is answered with the event that just came. */
const answeringWith = (event: ExecutionResult, fetch: string, real: GraphQLDataSource | undefined): GraphQLDataSource => ({
  process: (options) => {
    if (options.request.query === fetch) return Promise.resolve(event as ProcessAnswer);
    if (!real) throw new Error('a plan names a subgraph that is not configured');
    return real.process(options);
  },
});

const queryPlanOf = ({ primary, rest }: PreparedSubscription['plan']): QueryPlan => {
  const nodes: PlanNode[] = rest ? [primary, rest] : [primary];
  return { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } };
};

const requestContextOf = (o: DeliverOptions, { document, variables }: PreparedSubscription, actor: Actor): RequestContext => {
  const context: GatewayContext = { actor, deadline: o.clock().getTime() + o.timeoutMs };
  return { request: { variables }, context, document, metrics: {}, logger: o.log } as unknown as RequestContext;
};

/** One event with everything the client asked for, fields of other subgraphs included, by the same plan that a query would have. */
const resolveEvent = async (o: DeliverOptions, subscription: PreparedSubscription, { event, actor }: { event: ExecutionResult; actor: Actor }): Promise<FormattedExecutionResult> => {
  const { plan, document, operation } = subscription;
  const { primary } = plan;
  const services = { ...o.dataSources, [primary.serviceName]: answeringWith(event, primary.operation, o.dataSources[primary.serviceName]) };
  const operationContext = buildOperationContext({ schema: o.supergraph.apiSchema, operationDocument: document, operationName: operation.name?.value });
  const context = requestContextOf(o, subscription, actor);
  const { supergraphSchema, internalSchema } = o.supergraph;
  const result = await executeQueryPlan(queryPlanOf(plan), services, context, operationContext, supergraphSchema, internalSchema);
  const errors = (result.errors ?? []).map((error) => (error instanceof GraphQLError ? error : new GraphQLError('unexpected', { originalError: new Error(String(error)) })));
  return withoutCompletionDetails({ ...result, errors: errors.length > 0 ? formatAll(o.format, errors) : undefined } as FormattedExecutionResult);
};

/** Opens prepared subscriptions upstream and resolves their events in order, one after another. */
export const createDeliver = (o: DeliverOptions): Deliver => (subscription, actor) => {
  const { primary } = subscription.plan;
  const url = new URL(o.subgraphs[primary.serviceName] ?? '');
  const identity = (): string => o.sign({ actor, audience: primary.serviceName, method: 'WS', path: url.pathname, bodyHash: bodyHashOf('') });
  const operation = upstreamOperation(o.supergraph.supergraphSchema, primary, subscription.variables);
  const upstream = openUpstream({ url: url.href.replace(/^http/, 'ws'), subgraph: primary.serviceName, identity, operation, log: o.log });
  return mapStream(upstream, (event) => resolveEvent(o, subscription, { event, actor }));
};
