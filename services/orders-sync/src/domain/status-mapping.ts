import { err, ok, type Result } from '@paygraph/shared/result';
import type { ChildStatus } from './child-status';
import { problem, type InputProblem } from './words';

/** `payment`: what an event of the payment makes of the order. `order`: what a status of the order asks of the payment. */
export type MappingRow = Readonly<{ source: 'payment' | 'order'; when: string; then: string }>;

/** Every row that exists, with what it may say; the first is the default. Anything else is refused, so no dead end can be configured. */
const choices = {
  payment: {
    PaymentDeclined: ['payment_failed', 'awaiting_payment', 'cancelled'],
    PaymentVoided: ['cancelled', 'payment_failed'],
  },
  order: {
    // Money is taken when every child order has come this far; `by_hand` leaves it to capturePayment.
    capture: ['picked', 'payment_secured', 'in_delivery', 'delivered', 'by_hand'],
    cancelled: ['release', 'none'],
    returned: ['refund', 'none'],
  },
} as const;

export type StatusMapping = Readonly<{
  onDeclined: (typeof choices.payment.PaymentDeclined)[number];
  onVoided: (typeof choices.payment.PaymentVoided)[number];
  captureWhen: (typeof choices.order.capture)[number];
  onCancelled: (typeof choices.order.cancelled)[number];
  onReturned: (typeof choices.order.returned)[number];
}>;

const allowed = ({ source, when }: MappingRow): readonly string[] => {
  const rows: Readonly<Record<string, readonly string[]>> = choices[source];
  return Object.hasOwn(rows, when) ? (rows[when] ?? []) : [];
};

const names = { payment: Object.keys(choices.payment).join(', '), order: Object.keys(choices.order).join(', ') } as const;

/** Refuses a row that the machine could not keep, naming what is allowed instead. */
export const checkMapping = (rows: readonly MappingRow[]): Result<readonly MappingRow[], InputProblem> => {
  for (const [index, row] of rows.entries()) {
    const values = allowed(row);
    if (values.length === 0) return err(problem(`rows[${index}].when`, `must be one of ${names[row.source]}`));
    if (!values.includes(row.then)) return err(problem(`rows[${index}].then`, `must be one of ${values.join(', ')}`));
  }
  return ok(rows);
};

const chosen = <T extends string>(rows: readonly MappingRow[], when: string, values: readonly [T, ...T[]]): T =>
  values.find((value) => rows.some((row) => row.when === when && row.then === value)) ?? values[0];

/** A merchant's mapping: its own rows, defaults for the rest. */
export const mappingFrom = (rows: readonly MappingRow[]): StatusMapping => ({
  onDeclined: chosen(rows, 'PaymentDeclined', choices.payment.PaymentDeclined),
  onVoided: chosen(rows, 'PaymentVoided', choices.payment.PaymentVoided),
  captureWhen: chosen(rows, 'capture', choices.order.capture),
  onCancelled: chosen(rows, 'cancelled', choices.order.cancelled),
  onReturned: chosen(rows, 'returned', choices.order.returned),
});

/** The mapping as the rows that it is made of, defaults included: what an administrator sees. */
export const mappingRows = (mapping: StatusMapping): MappingRow[] => [
  { source: 'payment', when: 'PaymentDeclined', then: mapping.onDeclined },
  { source: 'payment', when: 'PaymentVoided', then: mapping.onVoided },
  { source: 'order', when: 'capture', then: mapping.captureWhen },
  { source: 'order', when: 'cancelled', then: mapping.onCancelled },
  { source: 'order', when: 'returned', then: mapping.onReturned },
];

const afterPicking: readonly ChildStatus[] = ['picked', 'in_delivery', 'handed_over', 'completed', 'returning', 'returned'];

/** Statuses of a child order in which its part of the money may be taken, by the configured moment. */
export const captureReached: Readonly<Record<StatusMapping['captureWhen'], readonly ChildStatus[]>> = {
  payment_secured: ['ready_to_pick', ...afterPicking],
  picked: afterPicking,
  in_delivery: afterPicking.slice(1),
  delivered: ['handed_over', 'completed', 'returned'],
  by_hand: [],
};
