import { readServiceEnv } from '@paygraph/shared/service';
import { z } from 'zod';

/**
 * What this process is told. `PARTIAL_CAPTURE_RECEIPTS`: `reissue` or `difference`. `ALLOW_AGENT_LINES`: send agent lines to PayKeeper under
 * assumed names. `RECEIPT_OVERDUE_MINUTES`: people are told about a receipt that is not registered by then. `TIME_SCALE` shortens
 * every pause alike (fault tests); `WORK_LEASE_MS` is how long a dead worker keeps its work.
 */
export const readFiscalizationEnv = () =>
  readServiceEnv(process.env, {
    PARTIAL_CAPTURE_RECEIPTS: z.enum(['reissue', 'difference']).default('reissue'),
    ALLOW_AGENT_LINES: z.enum(['true', 'false']).default('false'),
    TIME_SCALE: z.coerce.number().positive().max(10).default(1),
    WORK_LEASE_MS: z.coerce.number().int().min(1_000).max(600_000).default(30_000),
    REGISTER_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
    RECEIPT_OVERDUE_MINUTES: z.coerce.number().int().min(1).default(15),
  });
