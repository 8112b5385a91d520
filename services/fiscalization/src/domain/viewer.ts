/** Whose receipts may be seen: all of the merchant, those of one buyer's orders, or those of one vendor's child orders. */
export type Viewer = Readonly<{ sees: 'merchant' }> | Readonly<{ sees: 'customer' | 'vendor'; id: string }> | Readonly<{ sees: 'nothing' }>;
