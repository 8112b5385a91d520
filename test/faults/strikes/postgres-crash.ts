import type { Strike } from './strike';

/** The server dies with open transactions, stays down for a moment, and recovers from its log. */
export const postgresCrash: Strike = {
  name: 'crash postgres',
  target: 'postgres',
  make: async ({ system, random }) => {
    await system.postgres.restart('immediate', random.whole(0, 2_000));
    return 1;
  },
};
