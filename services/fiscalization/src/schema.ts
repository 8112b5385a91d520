import { guardRootFields } from '@paygraph/shared/graphql/access';
import { buildSubgraph, type Subgraph } from '@paygraph/shared/graphql/build-subgraph';
import { access } from './graphql/access';
import type { FiscalContext } from './graphql/context';
import { ChildOrderReceipts, OrderReceipts } from './graphql/owners';
import { Queries } from './graphql/queries';
import { ReceiptFields } from './graphql/receipt-fields';
import { references } from './graphql/references';
import { RetryReceipt } from './graphql/retry-receipt';

const resolvers = [Queries, RetryReceipt, ReceiptFields, OrderReceipts, ChildOrderReceipts];

/** The subgraph of this service; needs nothing that runs. */
export const buildFiscalizationSchema = (): Subgraph => {
  const { schema, sdl } = buildSubgraph<FiscalContext>({ resolvers, referenceResolvers: references });
  return { schema: guardRootFields(schema, access), sdl };
};
