/** What a payment may do next. Every cell that is not here is refused; money states are never left for an earlier one. */
export const paymentTransitions = {
  created: { openPage: 'awaiting_buyer', authorize: 'authorized', decline: 'declined', cancel: 'cancelled' },
  awaiting_buyer: { authorize: 'authorized', decline: 'declined', cancel: 'cancelled' },
  authorized: { startCapture: 'capturing', startVoid: 'voiding', capture: 'captured', void: 'voided' },
  capturing: { capture: 'captured', rejectCapture: 'authorized' },
  voiding: { void: 'voided', rejectVoid: 'authorized' },
  captured: { refundPart: 'partially_refunded', refundAll: 'refunded' },
  partially_refunded: { refundPart: 'partially_refunded', refundAll: 'refunded' },
  // An expired page may have been paid in its last second: the money is real, so the payment lives again.
  declined: { authorize: 'authorized' },
  cancelled: {},
  voided: {},
  refunded: {},
} as const satisfies Record<string, Partial<Record<string, string>>>;

export type PaymentState = keyof typeof paymentTransitions;
type EventsOf<S extends PaymentState> = keyof (typeof paymentTransitions)[S];
export type PaymentMove = { [S in PaymentState]: EventsOf<S> }[PaymentState] & string;

export const paymentStates = Object.keys(paymentTransitions) as readonly PaymentState[];

/** The state after `move`, or null where the table has no such cell. */
export const nextState = (from: PaymentState, move: PaymentMove): PaymentState | null => {
  const row: Partial<Record<PaymentMove, PaymentState>> = paymentTransitions[from];
  return row[move] ?? null;
};

/** States in which the buyer's money is ours or frozen for us; an order has at most one payment in them. */
export const liveStates: readonly PaymentState[] = ['authorized', 'capturing', 'voiding', 'captured', 'partially_refunded'];
export const openStates: readonly PaymentState[] = ['created', 'awaiting_buyer'];
/** An order that has a payment in one of these owes nothing: it is paid, or it was paid and is over because all of it went back. */
export const settledStates: readonly PaymentState[] = [...liveStates, 'refunded'];
