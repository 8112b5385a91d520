import { readServiceEnv } from '@paygraph/shared/service';

/** What this process is told; it needs nothing of its own. */
export const readTokensEnv = () => readServiceEnv(process.env, {});
