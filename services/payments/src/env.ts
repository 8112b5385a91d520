import { readServiceEnv } from '@paygraph/shared/service';
import { z } from 'zod';

/** What this process is told. `TIME_SCALE` shortens every pause alike (fault tests); `WORK_LEASE_MS` is how long a dead worker keeps its work. */
export const readPaymentsEnv = () =>
  readServiceEnv(process.env, {
    PROVIDER_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
    TIME_SCALE: z.coerce.number().positive().max(10).default(1),
    WORK_LEASE_MS: z.coerce.number().int().min(1_000).max(600_000).default(30_000),
    ABSENCE_AGE_MS: z.coerce.number().int().min(0).max(600_000).default(10_000),
  });
