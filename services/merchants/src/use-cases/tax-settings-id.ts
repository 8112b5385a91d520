import { derivedId, type MerchantId } from '@paygraph/shared/ids';

/** One for each merchant. Not the merchant's own id: in a compacted topic the one event would wipe out the other. */
export const taxSettingsId = (merchantId: MerchantId): string => derivedId('tax-settings', merchantId);
