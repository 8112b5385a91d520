import { createLog } from '@paygraph/shared/log';
import { runService } from '@paygraph/shared/runtime';
import { startTelemetry } from '@paygraph/shared/telemetry';
import { readGatewayEnv } from './env';
import { createGateway } from './gateway';
import { parseSafelist } from './safelist';

const env = readGatewayEnv(process.env);
const log = createLog({ service: 'gateway', level: env.LOG_LEVEL });
const telemetry = startTelemetry({ service: 'gateway', otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT });

const start = async () => {
  const gateway = await createGateway({
    supergraphSdl: env.SUPERGRAPH_FILE,
    subgraphs: env.SUBGRAPHS,
    identityKeys: env.IDENTITY_KEYS,
    auth: { jwks: env.TOKEN_JWKS, issuer: env.TOKEN_ISSUER, audience: env.TOKEN_AUDIENCE },
    port: env.PORT,
    log,
    production: env.NODE_ENV === 'production',
    safelist: env.SAFELIST_FILE === undefined ? undefined : parseSafelist(env.SAFELIST_FILE),
    origins: env.ALLOWED_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
  });
  log.info({ port: gateway.port }, 'listening');
  return {
    async stop() {
      await gateway.stop();
      await telemetry.stop();
    },
  };
};

void runService({ log, start });
