import { eventually } from '@paygraph/shared/testing/eventually';
import type { System } from '../system/system';
import { asOwner } from './postgres';
import { forAWhile, type Strike } from './strike';

const canWrite = async ({ ownerUrl }: System): Promise<void> => {
  await asOwner(ownerUrl, 'CREATE TABLE IF NOT EXISTS public.disk_has_room (at timestamptz); INSERT INTO public.disk_has_room VALUES (now())');
};

/** A server that could not even write its log has ended; there is room now, so it may be started. */
const comeBack = async (system: System): Promise<void> => {
  system.disks?.postgres.free();
  await eventually(() => canWrite(system), 4_000).catch(() => system.postgres.restart('immediate'));
};

/** Not a byte is left for tables or the log. */
export const postgresDiskFull: Strike = {
  name: 'disk full under postgres',
  target: 'postgres',
  unable: ({ disks }) => (disks ? undefined : 'a small disk can be mounted by root on Linux only'),
  make: (field) => {
    const { system } = field;
    return forAWhile(field, 8, { hurt: () => system.disks?.postgres.fill(), heal: () => comeBack(system) });
  },
};
