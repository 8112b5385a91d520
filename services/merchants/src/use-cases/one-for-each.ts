import { derivedId, type MerchantId } from '@paygraph/shared/ids';

// Not the merchant's own id: in a compacted topic the one event would wipe out the other.
const oneForEach = (what: string) => (merchantId: MerchantId): string => derivedId(what, merchantId);

/** The merchant's one thing of the kind. */
export const taxSettingsId = oneForEach('tax-settings');
export const routingId = oneForEach('routing');
