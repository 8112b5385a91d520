import { runServiceMain } from '@paygraph/shared/service-main';
import { readFiscalizationEnv } from './env';
import { createFiscalization } from './service';
import { defaultSettings, scaled } from './use-cases/settings';

const env = readFiscalizationEnv();
const settings = {
  ...scaled(defaultSettings, env.TIME_SCALE),
  leaseMs: env.WORK_LEASE_MS,
  registerTimeoutMs: env.REGISTER_TIMEOUT_MS,
  partialCapture: env.PARTIAL_CAPTURE_RECEIPTS,
  allowAgentLines: env.ALLOW_AGENT_LINES === 'true',
  overdueAfterMs: env.RECEIPT_OVERDUE_MINUTES * 60_000,
};

void runServiceMain({ service: 'fiscalization', env, create: (deps) => createFiscalization({ ...deps, settings }) });
