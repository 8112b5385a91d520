import type { MerchantId } from '@paygraph/shared/ids';
import { configure, type Configured, type ConfigureDeps, type ConfigureInput } from './configure';
import type { Kind } from '../domain/things';
import { readsOf, type Reads } from './read';
import { registerMerchant, type RegisterMerchant } from './register-merchant';
import { republishConfiguration } from './republish';

/** Everything that can be done with a merchant's configuration. */
export type UseCases = Readonly<{
  registerMerchant: RegisterMerchant;
  configure<K extends Kind>(input: ConfigureInput<K>): Promise<Configured<K>>;
  republish(merchantId: MerchantId): Promise<number>;
  reads: Reads;
  /** Whether a secret was sealed with the key that its opener has published now. */
  isCurrentKey(opener: string, keyId: string): boolean;
}>;

export const useCasesOf = (deps: ConfigureDeps): UseCases => ({
  registerMerchant: registerMerchant(deps),
  configure: configure(deps),
  republish: republishConfiguration(deps),
  reads: readsOf(deps.db),
  isCurrentKey: (opener, keyId) => deps.peerKeys[opener]?.kid === keyId,
});
