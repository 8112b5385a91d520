import { crashAt } from './crash-at';

const points = ['after-commit-before-publish', 'after-publish-before-ack'];

/** The relay of a service dies while it owns its shards: with events read and not sent, or sent and not acknowledged. */
export const relayKills = (['payments', 'fiscalization', 'orders-sync'] as const).map((service) => crashAt(`kill relay of ${service}`, service, points));
