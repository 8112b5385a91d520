import { runServiceMain } from '@paygraph/shared/service-main';
import { readOrdersSyncEnv } from './env';
import { createOrdersSync } from './service';

void runServiceMain({ service: 'orders-sync', env: readOrdersSyncEnv(), create: createOrdersSync });
