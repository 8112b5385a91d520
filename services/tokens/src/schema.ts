import { guardRootFields } from '@paygraph/shared/graphql/access';
import { buildSubgraph, type Subgraph } from '@paygraph/shared/graphql/build-subgraph';
import { access } from './graphql/access';
import { ChooseDefaultSavedMethod } from './graphql/choose-default-saved-method';
import type { TokensContext } from './graphql/context';
import { Queries, SavedMethodFields } from './graphql/queries';
import { references } from './graphql/references';
import { SwitchOffSavedMethod } from './graphql/switch-off-saved-method';
import { SwitchOnSavedMethod } from './graphql/switch-on-saved-method';

const resolvers = [Queries, SavedMethodFields, SwitchOffSavedMethod, SwitchOnSavedMethod, ChooseDefaultSavedMethod];

/** The subgraph of this service; needs nothing that runs. */
export const buildTokensSchema = (): Subgraph => {
  const { schema, sdl } = buildSubgraph<TokensContext>({ resolvers, referenceResolvers: references });
  return { schema: guardRootFields(schema, access), sdl };
};
