/** A line of a basket as the shop sends it: prices in kopecks, quantities in thousandths. */
export type BasketLine = Readonly<{ sku: string; name: string; quantityMilli: number; price: number; discount?: number; warehouse: 0 | 1 }>;

/** What a buyer orders: lines of two warehouses, a discount on the whole order, and the delivery. */
export type Basket = Readonly<{ number: string; lines: readonly BasketLine[]; discount: number; delivery: number }>;

export const totalOf = ({ lines, discount, delivery }: Basket): number =>
  lines.reduce((sum, line) => sum + Math.round((line.price * line.quantityMilli) / 1000) - (line.discount ?? 0), 0) - discount + delivery;

/** Tea from the north, cups from the south, with a discount that does not divide evenly and a delivery to share. */
export const demoBasket = (number: string): Basket => ({
  number,
  lines: [
    { sku: 'TEA-1', name: 'Чай травяной, 100 г', quantityMilli: 3000, price: 33_333, warehouse: 0 },
    { sku: 'HONEY-1', name: 'Мёд липовый, 500 г', quantityMilli: 1000, price: 64_990, discount: 5_000, warehouse: 0 },
    { sku: 'CUP-2', name: 'Чашка с ручкой', quantityMilli: 2000, price: 45_050, warehouse: 1 },
  ],
  discount: 10_001,
  delivery: 29_900,
});
