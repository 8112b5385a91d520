/** What orders keep of the merchant's configuration. Nothing is decided here: the events carry the whole present state. */
export { knowLegalEntity, knowPlatform, knowTaxSettings, knowVendor, knowWarehouse } from '../storage/known';
