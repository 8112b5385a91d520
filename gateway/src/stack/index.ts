import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId, type MerchantId } from '@paygraph/shared/ids';
import type { Role } from '@paygraph/shared/identity';
import type { Log } from '@paygraph/shared/log';
import { startInOrder, type RunningService } from '@paygraph/shared/service';
import { createDevIssuer, type DevClaims, type DevIssuer } from '../dev-tokens';
import { createGateway } from '../gateway';
import { inProcess, type ServiceHost } from './in-process';
import { serviceNames, type ServiceName } from './schemas';
import { startSimulators, type Simulators } from './simulators';
import { createWorld, type BusChoice, type World } from './world';

export type StackOptions = Readonly<{
  /** Owner's connection string of an empty database (or one that an earlier stack left). */
  ownerUrl: string;
  bus: BusChoice;
  log: Log;
  /** Port of the gateway; 0 or nothing takes a free one. */
  port?: number;
  /** Of the services' database roles; a fresh one unless the cluster is shared with another stack. */
  rolePassword?: string;
  /** Where services live. In this process unless told otherwise. */
  host?: (world: World) => ServiceHost;
}>;

export type Stack = Readonly<{
  world: World;
  merchantId: MerchantId;
  graphql: string;
  ws: string;
  sse: string;
  services: Readonly<Record<ServiceName, RunningService>>;
  simulators: Simulators;
  /** Who signs the tokens, for another gateway on the same stack. */
  auth: DevIssuer['auth'];
  token(role: Role, claims?: Partial<DevClaims>): Promise<string>;
  stop(): Promise<void>;
}>;

const supergraphFile = join(__dirname, '../../../schema/supergraph.graphql');

/** Starts everything against one Postgres: simulators, the five services, the gateway on the committed supergraph. `stop` ends it in reverse. */
export const startStack = (o: StackOptions): Promise<Stack> =>
  startInOrder(async (keep) => {
    const world = await createWorld(o.ownerUrl, o.bus, o.rolePassword);
    const issuer = await createDevIssuer();
    const simulators = keep(await startSimulators());
    const host = o.host?.(world) ?? inProcess(world, o.log);
    const started = await Promise.all(serviceNames.map(async (name) => [name, keep(await host(name))] as const));
    const services = Object.fromEntries(started) as Record<ServiceName, RunningService>;
    const gateway = keep(
      await createGateway({
        supergraphSdl: readFileSync(supergraphFile, 'utf8'),
        subgraphs: Object.fromEntries(started.map(([name, { url }]) => [name, `${url}/graphql`])),
        identityKeys: world.identityKeys,
        auth: issuer.auth,
        port: o.port ?? 0,
        log: o.log.child({ service: 'gateway' }),
      }),
    );
    const merchantId = newId<MerchantId>();
    const token: Stack['token'] = (role, claims = {}) => issuer.token({ role, merchantId, ...claims });
    return { world, merchantId, graphql: gateway.url, ws: gateway.wsUrl, sse: gateway.sseUrl, services, simulators, auth: issuer.auth, token };
  });
