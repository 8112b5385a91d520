import { join } from 'node:path';
import type { Stack } from '@paygraph/gateway/stack/index';
import type { World } from '@paygraph/gateway/stack/world';
import { root } from './root';
import { startServiceProcess, type ServiceProcess } from './service-process';

/** The environment that a gateway gets in production, in front of these services and with this issuer of tokens. */
export const gatewayEnvOf = ({ world, services, auth }: Readonly<{ world: World; services: Readonly<Record<string, Readonly<{ url: string }>>>; auth: Stack['auth'] }>): Record<string, string> => ({
  NODE_ENV: 'production',
  SUPERGRAPH_FILE: join(root, 'schema/supergraph.graphql'),
  SUBGRAPHS: JSON.stringify(Object.fromEntries(Object.entries(services).map(([name, { url }]) => [name, `${url}/graphql`]))),
  IDENTITY_KEYS: JSON.stringify(world.identityKeys),
  TOKEN_JWKS: JSON.stringify(auth.jwks),
  TOKEN_ISSUER: auth.issuer,
  TOKEN_AUDIENCE: auth.audience,
});

/** A gateway as production runs it, in front of the services of a stack and with the same issuer of tokens. */
export const startGatewayProcess = (stack: Stack, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> =>
  startServiceProcess({ script: 'gateway/src/main.ts', env: { ...gatewayEnvOf(stack), ...env } });
