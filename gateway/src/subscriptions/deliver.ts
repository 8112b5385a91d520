import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { mapStream, type Stream } from '@paygraph/shared/graphql/streams';
import { bodyHashOf, type Actor } from '@paygraph/shared/identity';
import type { Clock } from '@paygraph/shared/clock';
import type { Log } from '@paygraph/shared/log';
import type { Subgraphs } from '../context';
import { formatAll, type FormatError } from '../errors';
import type { SubgraphAnswer } from '../data-source/portions';
import type { Sign } from '../keys';
import type { PlannedSupergraph } from '../supergraph';
import type { PreparedSubscription } from './prepare';
import { upstreamOperation } from './resume';
import { openUpstream } from './upstream';

export type DeliverOptions = Readonly<{
  supergraph: PlannedSupergraph;
  subgraphs: Subgraphs;
  sign: Sign;
  format: FormatError;
  timeoutMs: number;
  log: Log;
  clock: Clock;
}>;
export type Deliver = (subscription: PreparedSubscription, actor: Actor) => Stream<FormattedExecutionResult>;

type Event = Readonly<{ event: ExecutionResult; actor: Actor }>;

/** One event with everything the client asked for, fields of other subgraphs included, as a query would have it. */
const resolveEvent = async (o: DeliverOptions, { subscription, variables }: PreparedSubscription, { event, actor }: Event): Promise<FormattedExecutionResult> => {
  const context = { actor, deadline: o.clock().getTime() + o.timeoutMs };
  const { data, errors } = await subscription.resolve(event as SubgraphAnswer, { context, variables });
  return { ...(errors ? { errors: formatAll(o.format, errors) } : {}), ...(data === undefined ? {} : { data }) };
};

/** Opens prepared subscriptions upstream and resolves their events in order, one after another. */
export const createDeliver = (o: DeliverOptions): Deliver => (prepared, actor) => {
  const { primary } = prepared.subscription.node;
  const url = new URL(o.subgraphs[primary.serviceName] ?? '');
  const identity = (): string => o.sign({ actor, audience: primary.serviceName, method: 'WS', path: url.pathname, bodyHash: bodyHashOf('') });
  const operation = upstreamOperation(o.supergraph.supergraphSchema, primary, prepared.variables);
  const upstream = openUpstream({ url: url.href.replace(/^http/, 'ws'), subgraph: primary.serviceName, identity, operation, log: o.log });
  return mapStream(upstream, (event) => resolveEvent(o, prepared, { event, actor }));
};
