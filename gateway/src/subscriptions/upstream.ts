import type { ExecutionResult } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { pushStream, type Stream } from '@paygraph/shared/graphql/streams';
import type { Log } from '@paygraph/shared/log';
import { unavailable } from '../data-source/faults';
import { refusalError } from './refusal-error';
import type { UpstreamOperation } from './resume';

export type UpstreamOptions = Readonly<{
  url: string;
  subgraph: string;
  identity: () => string;
  operation: UpstreamOperation;
  /** How long a subgraph that shook hands may take to let us in, 5 s unless told. */
  ackTimeoutMs?: number;
  log: Log;
}>;

const ackTimeoutDefault = 5_000;
const pingEveryMs = 10_000;
const pongWithinMs = 5_000;
const retryMaxMs = 5_000;
const normalClosure = 1_000;
const eventMaxBytes = 4 * 1024 * 1024;
const breakdownsMax = 5;
const breakdownCodes = new Set<unknown>(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']);

class ImpatientSocket extends WebSocket {
  constructor(address: string, protocols: string | string[]) {
    super(address, protocols, { handshakeTimeout: 2_000, maxPayload: eventMaxBytes });
  }
}

const pause = (retries: number): Promise<void> => {
  const longest = Math.min(100 * 2 ** Math.min(retries, 10), retryMaxMs);
  return new Promise((resolve) => setTimeout(resolve, longest / 2 + Math.random() * (longest / 2)));
};

/** A peer that vanished without a word is noticed by its silence. */
const cutSilence = (client: Client): void => {
  let silence: NodeJS.Timeout | undefined;
  client.on('ping', (received) => {
    if (received) return;
    clearTimeout(silence);
    silence = setTimeout(() => client.terminate(), pongWithinMs);
  });
  client.on('pong', (received) => received && clearTimeout(silence));
  client.on('closed', () => clearTimeout(silence));
};

const clientFor = (o: UpstreamOptions): Client => {
  const client = createClient({
    url: o.url,
    webSocketImpl: ImpatientSocket,
    connectionParams: () => ({ identity: o.identity() }),
    connectionAckWaitTimeout: o.ackTimeoutMs ?? ackTimeoutDefault,
    keepAlive: pingEveryMs,
    // A restarting subgraph refuses connections for a while; by default that is taken for fatal.
    shouldRetry: () => true,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: pause,
  });
  client.on('closed', (event) => {
    const { code } = event as { code?: number };
    if (code !== normalClosure) o.log.info({ subgraph: o.subgraph, code }, 'an upstream subscription was cut');
  });
  cutSilence(client);
  return client;
};

/** What waited is delivered first, so each coming back is a thousand events further. */
const fellBehind = (max: number): Error =>
  refusalError({ code: 'FELL_BEHIND', message: `More than ${max} events wait for this subscriber. Subscribe again with "after" set to the last cursor: nothing is missed.` });

const isErrorList = (error: unknown): error is readonly object[] => Array.isArray(error) && error.length > 0;

/** The subgraph could not even open the subscription and it was not the client's doing: its database is away, for instance. */
const isBreakdown = ({ data, errors = [] }: ExecutionResult): boolean => !data && errors.some(({ extensions }) => breakdownCodes.has(extensions?.['code']));

/** How one opening went: told the reader why it was refused, or broke down and is tried again. */
type Opening = 'good' | 'refused' | 'broke';

/**
 * Events of one subscription from the subgraph that owns it. Reopens for ever, each time with a fresh identity and behind the last event
 * it got; a subgraph that answers the opening itself with a breakdown is asked a few times more before that is told. An end that nobody
 * asked for is an error, never a silent completion. The reader's `return` closes the socket at once.
 */
export const openUpstream = (o: UpstreamOptions): Stream<ExecutionResult> => {
  const client = clientFor(o);
  let unsubscribe = (): void => undefined;
  let left = false;
  let breakdowns = 0;
  const leave = (): void => {
    left = true;
    unsubscribe();
    void Promise.resolve(client.dispose()).catch(() => undefined);
  };
  const events = pushStream<ExecutionResult>({ onReturn: leave, overflow: fellBehind });

  const give = (result: ExecutionResult): Opening => {
    if (isBreakdown(result) && breakdowns < breakdownsMax) return 'broke';
    if (result.data) breakdowns = 0;
    o.operation.remember(result.data);
    events.push(result);
    return !result.data && result.errors !== undefined ? 'refused' : 'good';
  };
  const reopen = async (): Promise<void> => {
    await pause(breakdowns);
    breakdowns += 1;
    if (!left) open();
  };
  const open = (): void => {
    let opening: Opening = 'good';
    unsubscribe = client.subscribe<Record<string, unknown>>(o.operation.payload, {
      next: (result) => void (opening = give(result as ExecutionResult)),
      error: (error) => {
        o.log.warn({ subgraph: o.subgraph, kind: isErrorList(error) ? 'refused' : 'broken' }, 'an upstream subscription failed');
        events.fail(unavailable());
      },
      complete: () => {
        if (opening === 'broke') return void reopen();
        // A refusal has told its reason already; any other end was not asked for.
        return opening === 'refused' ? events.end() : events.fail(unavailable());
      },
    });
  };
  open();
  return events.stream;
};
