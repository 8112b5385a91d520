import { err, ok, type Result } from '@paygraph/shared/result';
import { seal, type SealingKeys } from '@paygraph/shared/seal';
import { credentialsProblem, type Credentials } from '../domain/connectors';
import type { Problem } from '../domain/rule';
import type { Sealed } from '../domain/things';

/** Public sealing keys of the services that will open what is sealed here, by service name. */
export type PeerKeys = Readonly<Record<string, SealingKeys['publicJwk']>>;
/** Credentials in the clear, the service that will use them, and the names it needs. */
export type Secret = Readonly<{ credentials: Credentials; opener: string; wanted: readonly string[] }>;

/**
 * Seals credentials before anything else is done with them; from then on not even this service can read them.
 * @throws when the service has no sealing key here: that is a wrong deployment, not a wrong input.
 */
export const sealSecret = async (keys: PeerKeys, { credentials, opener, wanted }: Secret): Promise<Result<Sealed, Problem>> => {
  const problem = credentialsProblem(wanted, credentials);
  if (problem) return err(problem);
  const key = keys[opener];
  if (!key?.kid) throw new Error(`No public sealing key of ${opener} is configured`);
  const plain = Object.fromEntries(credentials.map(({ name, value }) => [name, value]));
  return ok({ jwe: await seal(key, plain), keyId: key.kid });
};
