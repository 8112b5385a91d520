import type { ReferenceResolver } from '@paygraph/shared/graphql/references';
import type { Actor } from '@paygraph/shared/identity';
import type { SavedMethod as Method } from '../domain/saved-method';
import type { TokensContext } from './context';
import { methodView } from './saved-method.type';

const maySee = ({ role, customerId }: Actor, method: Method): boolean => role === 'ADMIN' || role === 'OPERATOR' || (role === 'CUSTOMER' && method.customerId === customerId);

/** Whoever comes in through another service's field: the merchant, the role and the owner are checked here again. */
export const references: Readonly<Record<string, ReferenceResolver<TokensContext>>> = {
  SavedMethod: async (asked, { actor, useCases }) => {
    const methods = await useCases.reads.byIds(actor.merchantId, asked.map(({ id }) => (typeof id === 'string' ? id : '')));
    return methods.map((method) => (method && maySee(actor, method) ? methodView(method) : null));
  },
};
