import type { GraphContext } from '@paygraph/shared/graphql/context';
import type { Owner } from '../use-cases/change-method';
import type { UseCases } from '../use-cases/index';

export type TokensContext = GraphContext<Readonly<{ useCases: UseCases }>>;

/** On whose behalf the actor changes methods. Only administrators and buyers get this far (`access.ts`). */
export const ownerOf = ({ actor }: TokensContext): Owner => ({
  merchantId: actor.merchantId,
  who: actor.role === 'ADMIN' ? 'admin' : 'customer',
  customerId: actor.customerId ?? null,
});
