import { readServiceEnv } from '@paygraph/shared/service';

/** What this process is told; nothing of its own beyond what every service needs. */
export const readOrdersSyncEnv = () => readServiceEnv(process.env, {});
