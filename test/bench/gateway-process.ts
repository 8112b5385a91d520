import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGateway, type GatewayOptions } from '@paygraph/gateway/gateway';
import { createLog } from '@paygraph/shared/log';
import { startTelemetry } from '@paygraph/shared/telemetry';
import { root } from '../kit/root';
import { serveParent } from './host/serve-parent';

type Settings = Pick<GatewayOptions, 'auth' | 'subgraphs' | 'identityKeys'>;

/** The gateway as its own main starts it, telemetry included, before any subgraphs. */
void serveParent(async () => {
  const telemetry = startTelemetry({ service: 'gateway' });
  const settings = JSON.parse(process.env['GATEWAY'] ?? '') as Settings;
  const supergraphSdl = readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8');
  const gateway = await createGateway({ ...settings, supergraphSdl, port: 0, production: true, log: createLog({ service: 'gateway', level: 'warn' }) });
  const stop = async (): Promise<void> => {
    await gateway.stop();
    await telemetry.stop();
  };
  return { told: { graphql: gateway.url }, stop };
});
