import { runServiceMain } from '@paygraph/shared/service-main';
import { readMerchantsEnv } from './env';
import { createMerchants } from './service';

const env = readMerchantsEnv();

void runServiceMain({ service: 'merchants', env, create: (deps) => createMerchants({ ...deps, settings: { allowLoopback: env.ALLOW_LOOPBACK === 'true' } }) });
