/** States × facts of a parent order. The facts come from folding its children and payments (order-fold.ts), never from a caller. */
export const orderTransitions = {
  placed: { paymentStarted: 'awaiting_payment', paymentSecured: 'payment_secured', paymentFailed: 'payment_failed', paid: 'paid', cancelled: 'cancelled' },
  awaiting_payment: { unpaid: 'placed', paymentSecured: 'payment_secured', paymentFailed: 'payment_failed', paid: 'paid', cancelled: 'cancelled' },
  payment_failed: {
    paymentStarted: 'awaiting_payment', paymentSecured: 'payment_secured', paid: 'paid', dispatched: 'in_delivery', goingBack: 'in_delivery', delivered: 'delivered', cancelled: 'cancelled',
  },
  payment_secured: {
    picked: 'picked', paid: 'paid', dispatched: 'in_delivery', goingBack: 'in_delivery', delivered: 'delivered', returned: 'returned', paymentFailed: 'payment_failed',
    cancelled: 'cancelled',
  },
  picked: {
    paid: 'paid', dispatched: 'in_delivery', goingBack: 'in_delivery', delivered: 'delivered', returned: 'returned', paymentFailed: 'payment_failed', cancelled: 'cancelled',
  },
  paid: { dispatched: 'in_delivery', goingBack: 'in_delivery', delivered: 'delivered', completed: 'completed', returned: 'returned', cancelled: 'cancelled' },
  in_delivery: { delivered: 'delivered', completed: 'completed', returned: 'returned', paymentFailed: 'payment_failed', cancelled: 'cancelled' },
  delivered: { completed: 'completed', returned: 'returned', dispatched: 'in_delivery', paymentFailed: 'payment_failed' },
  completed: { returned: 'returned' },
  returned: {},
  cancelled: {},
} as const satisfies Record<string, Partial<Record<string, string>>>;

export type OrderStatus = keyof typeof orderTransitions;
export const orderStatuses = Object.keys(orderTransitions) as OrderStatus[];

export const orderFacts = [
  'unpaid', 'paymentStarted', 'paymentFailed', 'paymentSecured', 'picked', 'paid', 'dispatched', 'goingBack', 'delivered', 'completed', 'returned', 'cancelled',
] as const;
export type OrderFact = (typeof orderFacts)[number];

/** The status after the fact, `null` when the table keeps the present one. */
export const nextOrderStatus = (from: OrderStatus, fact: OrderFact): OrderStatus | null => {
  const row: Partial<Record<OrderFact, OrderStatus>> = orderTransitions[from];
  return row[fact] ?? null;
};
