import { runServiceMain } from '@paygraph/shared/service-main';
import { readTokensEnv } from './env';
import { createTokens } from './service';

void runServiceMain({ service: 'tokens', env: readTokensEnv(), create: createTokens });
