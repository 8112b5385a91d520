import { asOwner } from './postgres';
import type { Strike } from './strike';

/** Every connection to the database is ended by the server, a few times. */
export const postgresCut: Strike = {
  name: 'end database connections',
  target: 'postgres',
  make: async ({ system, random, lasts }) => {
    let ended = 0;
    for (let times = random.whole(1, 4); times > 0; times -= 1) {
      const rows = await asOwner<{ ended: number }>(system.ownerUrl, `SELECT count(pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`);
      ended += rows[0]?.ended ?? 0;
      await lasts(0.5);
    }
    return ended;
  },
};
