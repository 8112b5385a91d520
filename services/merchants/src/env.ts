import { readServiceEnv } from '@paygraph/shared/service';
import { z } from 'zod';

/** What this process is told. `ALLOW_LOOPBACK` lets banks and registers be on this machine (simulators). */
export const readMerchantsEnv = () => readServiceEnv(process.env, { ALLOW_LOOPBACK: z.enum(['true', 'false']).default('false') });
