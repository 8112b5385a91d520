import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log';
import type { Bus, SubscribeOptions, Subscription, TopicSpec } from './bus';

type Options = Readonly<{ bus: Bus; log: Log; topics: readonly TopicSpec[]; subscription: SubscribeOptions }>;

const retryPauseMs = 3_000;

const subscribe = async ({ bus, topics, subscription }: Options): Promise<Subscription> => {
  await bus.ensureTopics(topics);
  return bus.subscribe(subscription);
};

/**
 * Subscribes, or goes on trying in the background: a service must start and take payments while the broker is down.
 * Resolves after the first try.
 */
export const subscribeWhenPossible = async (options: Options): Promise<Subscription> => {
  const stopping = new AbortController();
  const attempt = (): Promise<Subscription | undefined> =>
    subscribe(options).catch((error: unknown) => {
      options.log.warn({ err: error, group: options.subscription.group }, 'the broker does not answer yet; trying again');
      return undefined;
    });

  const keepTrying = async (): Promise<Subscription | undefined> => {
    while (!stopping.signal.aborted) {
      await pause(retryPauseMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      const subscription = stopping.signal.aborted ? undefined : await attempt();
      if (subscription) return subscription;
    }
    return undefined;
  };

  const first = await attempt();
  const result = first ? Promise.resolve(first) : keepTrying();
  return {
    stop: async () => {
      stopping.abort();
      await (await result)?.stop();
    },
  };
};
