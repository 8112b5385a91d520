import { runServiceMain } from '@paygraph/shared/service-main';
import { readFiscalizationEnv } from './env';
import { createFiscalization } from './service';

const env = readFiscalizationEnv();
const settings = {
  partialCapture: env.PARTIAL_CAPTURE_RECEIPTS,
  allowAgentLines: env.ALLOW_AGENT_LINES === 'true',
  overdueAfterMs: env.RECEIPT_OVERDUE_MINUTES * 60_000,
};

void runServiceMain({ service: 'fiscalization', env, create: (deps) => createFiscalization({ ...deps, settings }) });
