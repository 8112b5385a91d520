import type { WebhookHandler } from '@paygraph/shared/http/edge-webhook';
import { acceptNotification } from './use-cases/accept-notification';
import type { Deps } from './use-cases/deps';

export const webhookPath = '/webhooks/:provider/:merchantId/:contractId';

/** Where providers tell of money. The answer is the provider's own protocol, to the byte. */
export const webhookHandler = (deps: Deps): WebhookHandler => ({ params, rawBody, headers }) => {
  const { provider = '', merchantId = '', contractId = '' } = params;
  return acceptNotification(deps, { provider, merchantId, contractId, raw: rawBody, contentType: headers['content-type'] ?? '' });
};
