import type { Access } from '@paygraph/shared/graphql/access';
import type { Role } from '@paygraph/shared/identity';

const ownersAndAdmins: readonly Role[] = ['CUSTOMER', 'ADMIN'];

/** Who may ask for what; whose method it is, is checked where it is read. */
export const access: Access = {
  Query: { savedMethods: ownersAndAdmins },
  Mutation: { switchOffSavedMethod: ownersAndAdmins, switchOnSavedMethod: ownersAndAdmins, chooseDefaultSavedMethod: ownersAndAdmins },
};
