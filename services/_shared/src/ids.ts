import { createHash, randomBytes } from 'node:crypto';

declare const idBrand: unique symbol;
/** A UUID that says whose it is: a `PaymentId` cannot be passed where an `OrderId` is wanted. */
export type Id<Kind extends string> = string & { readonly [idBrand]: Kind };

export type MerchantId = Id<'merchant'>;
export type LegalEntityId = Id<'legal-entity'>;
export type VendorId = Id<'vendor'>;
export type WarehouseId = Id<'warehouse'>;
export type ContractId = Id<'contract'>;
export type CashRegisterId = Id<'cash-register'>;
export type OrderId = Id<'order'>;
export type ChildOrderId = Id<'child-order'>;
export type OrderLineId = Id<'order-line'>;
export type PaymentId = Id<'payment'>;
export type OperationId = Id<'operation'>;
export type ReceiptId = Id<'receipt'>;
export type CustomerId = Id<'customer'>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const isUuid = (text: string): boolean => uuid.test(text);

const format = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A UUIDv7: sorts by time of making, which keeps index pages of fresh rows together. */
export const newId = <T extends string>(now: number = Date.now()): T => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return format(bytes) as T;
};

/** A UUIDv5-shaped id derived from a name: the same business fact always gets the same id (RFC 9562 §5.5). */
export const derivedId = <T extends string>(...name: readonly string[]): T => {
  const bytes = createHash('sha1').update(name.join('\u0000')).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return format(bytes) as T;
};
