import type { EventBody } from '@paygraph/schema/events/index';
import type { Handler } from '@paygraph/shared/messaging/inbox';
import { learnRouting } from '../use-cases/learn';

export const onRoutingConfigured: Handler = (tx, event) => learnRouting(tx, event.merchantId, event.body as EventBody<'merchants.configuration.v1', 'RoutingConfigured'>);
