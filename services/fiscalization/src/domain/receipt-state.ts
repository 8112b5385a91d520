/**
 * `sent` is written before the call, so a receipt that is `sent` without the register's number may or may not have arrived.
 * `unknown`: the register is asked by the receipt's key; only its word that there is no such receipt allows to send again.
 * A person may decide so too (`retry`), once the receipt is overdue: a register that hides our keys can never give that word.
 * `planned` may be accepted or registered without a send: before a retry a receipt that the register called failed is looked at again.
 */
export const receiptStates = ['planned', 'sent', 'unknown', 'registered', 'failed'] as const;
export type ReceiptState = (typeof receiptStates)[number];

export const receiptMoves = ['send', 'accept', 'keepUnsent', 'loseAnswer', 'findAbsent', 'register', 'refuse', 'retry'] as const;
export type ReceiptMove = (typeof receiptMoves)[number];

export const receiptTransitions: Readonly<Record<ReceiptState, Partial<Record<ReceiptMove, ReceiptState>>>> = {
  planned: { send: 'sent', accept: 'sent', register: 'registered', refuse: 'failed' },
  sent: { accept: 'sent', keepUnsent: 'planned', loseAnswer: 'unknown', register: 'registered', refuse: 'failed' },
  unknown: { accept: 'sent', loseAnswer: 'unknown', findAbsent: 'planned', register: 'registered', refuse: 'failed', retry: 'planned' },
  registered: {},
  failed: { retry: 'planned' },
};

/** The state after a move, or null when the table does not allow it. */
export const nextReceiptState = (from: ReceiptState, move: ReceiptMove): ReceiptState | null => receiptTransitions[from][move] ?? null;
