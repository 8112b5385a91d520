import { seal, type SealingKeys } from '@paygraph/shared/seal';
import { err, ok, type Result } from '@paygraph/shared/result';
import { credentialsProblem, platformCredentials, paymentProviders, registerConnectors, type Credentials } from '../domain/connectors';
import type { Problem } from '../domain/rule';
import type { Sealed } from '../domain/things';

/** Public sealing keys of the services that will open what is sealed here. */
export type PeerKeys = Readonly<Record<string, SealingKeys['publicJwk']>>;
type Purpose = Readonly<{ service: string; wanted: readonly string[] }>;

export const forContract = (provider: string): Purpose => ({ service: 'payments', wanted: paymentProviders[provider] ?? [] });
export const forRegister = (connector: string): Purpose => ({ service: 'fiscalization', wanted: registerConnectors[connector] ?? [] });
export const forPlatform: Purpose = { service: 'orders_sync', wanted: platformCredentials };

/**
 * Seals credentials before anything else is done with them; from then on not even this service can read them.
 * @throws when the service has no sealing key here: that is a wrong deployment, not a wrong input.
 */
export const sealCredentials =
  (keys: PeerKeys) =>
  async ({ service, wanted }: Purpose, credentials: Credentials): Promise<Result<Sealed, Problem>> => {
    const problem = credentialsProblem(wanted, credentials);
    if (problem) return err(problem);
    const key = keys[service];
    if (!key?.kid) throw new Error(`No public sealing key of ${service} is configured`);
    return ok({ jwe: await seal(key, credentials), keyId: key.kid });
  };
