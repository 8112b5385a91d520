import { createHash } from 'node:crypto';
import type { WebhookAnswer, WebhookHandler, WebhookRequest } from '@paygraph/shared/http/edge-webhook';
import { isUuid, type MerchantId } from '@paygraph/shared/ids';
import type { Log } from '@paygraph/shared/log';
import { unseal } from '@paygraph/shared/seal';
import { z } from 'zod';
import { deliverySources } from '../connectors/index';
import type { DeliverySignalSource } from '../domain/delivery-signals';
import { acceptSignal, type SignalOutcome } from '../use-cases/accept-signal';
import type { Desk } from '../use-cases/desk';
import { keepUnreadable } from '../use-cases/keep-unreadable';
import { platformSecret } from '../use-cases/platform-secret';

export const deliveryWebhookPath = '/webhooks/delivery/:merchantId/:platformId';
const platformKind = 'delivery';

const Secret = z.object({ secret: z.string().min(1) });
const statuses: Readonly<Record<SignalOutcome, number>> = { applied: 200, repeated: 200, unmatched: 404 };

const json = (status: number, body: object): WebhookAnswer => ({ status, contentType: 'application/json', body: JSON.stringify(body) });
const unauthentic = json(401, { errors: [{ message: 'The sender is not proven.', extensions: { code: 'UNAUTHENTICATED' } }] });

type Caller = Readonly<{ merchantId: MerchantId; platformId: string; source: DeliverySignalSource; secret: string }>;

/** `null` for an unknown merchant or platform: the same answer as for a wrong signature, so that neither can be probed for. */
const callerOf = async (desk: Desk, { params }: WebhookRequest): Promise<Caller | null> => {
  const { merchantId = '', platformId = '' } = params;
  const source = deliverySources[platformKind];
  if (!isUuid(merchantId) || !isUuid(platformId) || !source) return null;
  const sealed = await platformSecret(desk, { merchantId: merchantId as MerchantId, platformId, kind: platformKind });
  if (sealed === null) return null;
  const { secret } = Secret.parse(await unseal(desk.sealingKeys.privateJwks, sealed));
  return { merchantId: merchantId as MerchantId, platformId, source, secret };
};

const receive = async (desk: Desk, { merchantId, platformId, source }: Caller, raw: Buffer): Promise<WebhookAnswer> => {
  const signal = source.read(raw);
  if (signal.ok) {
    const outcome = await acceptSignal(desk, { merchantId, source: platformId, raw, signal: signal.value });
    return json(statuses[outcome], { status: outcome });
  }
  const signalId = `unreadable:${createHash('sha256').update(raw).digest('hex')}`;
  await keepUnreadable(desk, { merchantId, source: platformId, signalId, raw });
  return json(400, { errors: [{ message: signal.error.reason, extensions: { code: 'BAD_SIGNAL' } }] });
};

/** Delivery signals from outside: proven, kept raw, followed, and only then answered. */
export const deliveryWebhook = (desk: Desk, log: Log): WebhookHandler => async (request) => {
  const caller = await callerOf(desk, request);
  const proof = caller?.source.authenticate({ headers: request.headers, rawBody: request.rawBody, secret: caller.secret, now: desk.clock() });
  if (caller && proof?.ok) return receive(desk, caller, request.rawBody);
  log.warn({ reason: proof && !proof.ok ? proof.error.reason : 'unknown platform' }, 'a delivery signal was refused');
  return unauthentic;
};
