import type { ReferenceResolver } from '@paygraph/shared/graphql/references';
import type { Role } from '@paygraph/shared/identity';
import type { Kind, Stored, Things } from '../domain/things';
import type { MerchantsContext } from './context';
import { loadMany } from './load';
import { contractView, registerView } from './views';

const everybody: readonly Role[] = ['CUSTOMER', 'VENDOR', 'ADMIN', 'OPERATOR', 'INTEGRATION'];
const staff: readonly Role[] = ['ADMIN', 'OPERATOR', 'INTEGRATION'];

type Rule<K extends Kind> = Readonly<{ kind: K; roles: readonly Role[]; view?: (thing: Stored<Things[K]>, context: MerchantsContext) => object }>;

const referenced = <K extends Kind>({ kind, roles, view = (thing) => thing }: Rule<K>): ReferenceResolver<MerchantsContext> =>
  async (references, context) => {
    if (!roles.includes(context.actor.role)) return references.map(() => null);
    const things = await loadMany(context, kind, references.map(({ id }) => id));
    return things.map((thing) => thing && view(thing, context));
  };

const vendors = referenced({ kind: 'Vendor', roles: everybody });

/** Whoever comes in through another service's field: the merchant and the role are checked here again. */
export const references: Readonly<Record<string, ReferenceResolver<MerchantsContext>>> = {
  Merchant: referenced({ kind: 'Merchant', roles: everybody }),
  LegalEntity: referenced({ kind: 'LegalEntity', roles: everybody }),
  Warehouse: referenced({ kind: 'Warehouse', roles: everybody }),
  // A vendor must not learn who else sells on the marketplace.
  Vendor: (asked, context) => vendors(context.actor.role === 'VENDOR' ? asked.map((one) => (one['id'] === context.actor.vendorId ? one : { ...one, id: '' })) : asked, context),
  Contract: referenced({ kind: 'Contract', roles: staff, view: (thing, { useCases }) => contractView(thing, useCases) }),
  CashRegister: referenced({ kind: 'CashRegister', roles: staff, view: (thing, { useCases }) => registerView(thing, useCases) }),
};
