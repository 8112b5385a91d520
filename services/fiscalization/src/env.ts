import { readServiceEnv } from '@paygraph/shared/service';
import { z } from 'zod';

/**
 * What this process is told. `PARTIAL_CAPTURE_RECEIPTS`: `reissue` or `difference`. `ALLOW_AGENT_LINES`: send agent lines to PayKeeper under
 * assumed names. `RECEIPT_OVERDUE_MINUTES`: people are told about a receipt that is not registered by then.
 */
export const readFiscalizationEnv = () =>
  readServiceEnv(process.env, {
    PARTIAL_CAPTURE_RECEIPTS: z.enum(['reissue', 'difference']).default('reissue'),
    ALLOW_AGENT_LINES: z.enum(['true', 'false']).default('false'),
    RECEIPT_OVERDUE_MINUTES: z.coerce.number().int().min(1).default(15),
  });
