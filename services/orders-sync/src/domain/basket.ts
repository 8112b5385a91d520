import type { VendorId, WarehouseId } from '@paygraph/shared/ids';
import type { Minor } from '@paygraph/shared/money';
import type { goodsKinds, Measure, VatCategory } from './words';

/** What the buyer put into the basket, as the shop sends it. Amounts in kopecks, quantities in thousandths of the measure. */
export type BasketLine = Readonly<{
  sku: string | null;
  name: string;
  kind: (typeof goodsKinds)[number];
  quantityMilli: number;
  measure: Measure;
  price: Minor;
  /** For the whole line, not for one piece. */
  discount: Minor;
  /** Missing: the legal entity's default. */
  vatCategory: VatCategory | null;
  warehouseId: WarehouseId;
  vendorId: VendorId | null;
}>;

export type BasketDelivery = Readonly<{
  price: Minor;
  name: string;
  vatCategory: VatCategory | null;
  /** Missing: shared by all child orders in proportion to their goods. */
  warehouseId: WarehouseId | null;
}>;

export type Basket = Readonly<{
  lines: readonly BasketLine[];
  discount: Minor;
  delivery: BasketDelivery | null;
  /** What the buyer was shown. */
  total: Minor;
}>;

export const limits = { lines: 300, quantityMilli: 1_000_000_000, amount: 100_000_000_000, name: 256, sku: 128, number: 64 } as const;
