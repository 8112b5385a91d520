import type { Strike } from './strike';

/** The broker goes, in order or not, and comes back after a while. */
export const kafkaStops: readonly Strike[] = (['restart', 'kill'] as const).map((how) => ({
  name: how === 'restart' ? 'stop kafka' : 'kill kafka',
  target: 'kafka',
  make: async ({ system, random }) => {
    await system.kafka[how](random.whole(0, 6_000));
    return 1;
  },
}));
