import { join } from 'node:path';
import type { Stack } from '@paygraph/gateway/stack/index';
import { root } from './root';
import { startServiceProcess, type ServiceProcess } from './service-process';

/** A gateway as production runs it, in front of the services of a stack and with the same issuer of tokens. */
export const startGatewayProcess = ({ world, services, auth }: Stack, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> =>
  startServiceProcess({
    script: 'gateway/src/main.ts',
    env: {
      NODE_ENV: 'production',
      SUPERGRAPH_FILE: join(root, 'schema/supergraph.graphql'),
      SUBGRAPHS: JSON.stringify(Object.fromEntries(Object.entries(services).map(([name, { url }]) => [name, `${url}/graphql`]))),
      IDENTITY_KEYS: JSON.stringify(world.identityKeys),
      TOKEN_JWKS: JSON.stringify(auth.jwks),
      TOKEN_ISSUER: auth.issuer,
      TOKEN_AUDIENCE: auth.audience,
      ...env,
    },
  });
