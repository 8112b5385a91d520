import { runServiceMain } from '@paygraph/shared/service-main';
import { readPaymentsEnv } from './env';
import { createPayments } from './service';
import { defaultSettings } from './settings';

const env = readPaymentsEnv();

const settings = {
  timeScale: env.TIME_SCALE,
  providerTimeoutMs: env.PROVIDER_TIMEOUT_MS,
  leaseMs: env.WORK_LEASE_MS,
  certainty: { ...defaultSettings.certainty, absenceAgeMs: env.ABSENCE_AGE_MS },
};

void runServiceMain({ service: 'payments', env, create: (deps) => createPayments({ ...deps, settings }) });
