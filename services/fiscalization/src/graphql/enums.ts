import { registerEnumType } from 'type-graphql';

/** Upper case in the graph, the domain's own words inside. */
export const ReceiptKindEnum = { PREPAYMENT: 'prepayment', CLOSING: 'closing', PREPAYMENT_REFUND: 'prepayment_refund', REFUND: 'refund' } as const;
export const ReceiptStateEnum = { PLANNED: 'planned', SENT: 'sent', UNKNOWN: 'unknown', REGISTERED: 'registered', FAILED: 'failed' } as const;

registerEnumType(ReceiptKindEnum, { name: 'ReceiptKind', description: 'Why the receipt is printed: money before the goods, goods handed over, and the returns of each.' });
registerEnumType(ReceiptStateEnum, { name: 'ReceiptState', description: 'UNKNOWN: the register did not answer after it may have printed; it is being asked.' });
