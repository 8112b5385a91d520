import { Client } from 'pg';
import type { Log } from '@paygraph/shared/log';
import type { TimelineNews } from '../use-cases/desk';
import type { TimelineWakes } from './wakes';

const channel = 'orders_sync_timeline';
const gatherMs = 5;
const reconnectMs = 1_000;
// Postgres takes 8000 bytes at most; more news than fits is told as "something, anywhere".
const payloadMax = 7_900;
const everything = '*';

export type TimelineLink = Readonly<{ announce(news: TimelineNews): void; stop(): Promise<void> }>;

const payloadOf = (gathered: ReadonlyMap<string, TimelineNews>): string => {
  const text = [...gathered.values()].map(({ merchantId, orderId }) => `${merchantId} ${orderId}`).join(',');
  return text.length > payloadMax ? everything : text;
};

const hear = (wakes: TimelineWakes, payload: string): void => {
  if (payload === everything) return wakes.fireAll();
  for (const pair of payload.split(',')) {
    const [merchantId, orderId] = pair.split(' ');
    if (merchantId && orderId) wakes.fire({ merchantId, orderId } as TimelineNews);
  }
};

type LinkOptions = Readonly<{ url: string; log: Log; wakes: TimelineWakes }>;

/** One connection that listens and tells; a lost one is made anew, and everybody looks once, since news may have been missed. */
const connect = async ({ url, wakes }: LinkOptions, onLost: () => void): Promise<Client> => {
  const client = new Client({ connectionString: url, application_name: 'paygraph-orders_sync-timeline', connectionTimeoutMillis: 3_000, query_timeout: 5_000, keepAlive: true });
  client.on('error', onLost);
  client.on('end', onLost);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  // What this process tells it has heard already.
  client.on('notification', ({ payload = '', processId }) => {
    if (processId !== rows[0]?.pid) hear(wakes, payload);
  });
  await client.query(`LISTEN ${channel}`);
  wakes.fireAll();
  return client;
};

/**
 * Wakes the readers of timelines: those of this process at once, those of other replicas by a NOTIFY that is gathered for a few
 * milliseconds and sent after the commit on a connection of its own. Inside the money transaction it would cost a third of all writes.
 */
export const startTimelineLink = (options: LinkOptions): TimelineLink => {
  const { wakes, log } = options;
  const gathered = new Map<string, TimelineNews>();
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  const open = (): void => {
    let lost = false;
    const onLost = (): void => {
      if (lost || stopped) return;
      lost = true;
      client = undefined;
      retry = setTimeout(open, reconnectMs);
    };
    opening = connect(options, onLost).then(
      (connected) => void (client = connected),
      (error: unknown) => {
        log.warn({ err: error }, 'timelines of other replicas are only polled for now');
        onLost();
      },
    );
  };
  let opening: Promise<void> = Promise.resolve();
  open();

  const send = (): void => {
    timer = undefined;
    const payload = payloadOf(gathered);
    gathered.clear();
    client?.query('SELECT pg_notify($1, $2)', [channel, payload]).catch(() => undefined);
  };

  return {
    announce: (news) => {
      wakes.fire(news);
      gathered.set(news.orderId, news);
      timer ??= setTimeout(send, gatherMs);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(retry);
      await opening;
      await client?.end().catch(() => undefined);
    },
  };
};
