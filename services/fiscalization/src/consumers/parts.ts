import type { EventBody } from '@paygraph/schema/events/index';
import type { ChildOrderId, OrderLineId } from '@paygraph/shared/ids';
import { minor } from '@paygraph/shared/money';
import type { ChildPart } from '../domain/goods';

type Parts = EventBody<'payments.payment.v1', 'PaymentCaptured'>['children'];

/** The goods of a payment's event in the domain's types; the inbox has checked the body against its schema. */
export const childParts = (children: Parts): ChildPart[] =>
  children.map(({ childOrderId, total, lines }) => ({
    childOrderId: childOrderId as ChildOrderId,
    total: minor(total),
    lines: lines.map((line) => ({ lineId: line.lineId as OrderLineId, quantityMilli: line.quantityMilli, total: minor(line.total) })),
  }));
