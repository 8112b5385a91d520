import { buildFiscalizationSchema } from '../../services/fiscalization/src/schema';
import { buildMerchantsSchema } from '../../services/merchants/src/schema';
import { buildOrdersSyncSchema } from '../../services/orders-sync/src/schema';
import { buildPaymentsSchema } from '../../services/payments/src/schema';
import { buildTokensSchema } from '../../services/tokens/src/schema';

type Built = Readonly<{ sdl: string }>;

/** Every subgraph by its service's name, which is also its host inside the cluster. */
export const subgraphs: Readonly<Record<string, () => Built>> = {
  fiscalization: buildFiscalizationSchema,
  merchants: buildMerchantsSchema,
  'orders-sync': buildOrdersSyncSchema,
  payments: buildPaymentsSchema,
  tokens: buildTokensSchema,
};

/** Where the gateway finds a subgraph when nobody tells it otherwise. */
export const routingUrl = (service: string): string => `http://${service}:4000/graphql`;
