import { registerEnumType } from 'type-graphql';
import { methods } from '../domain/facts';
import { paymentStates } from '../domain/payment-state';

/** Upper case in the graph, our own words inside. */
const enumOf = <T extends string>(name: string, words: readonly T[], description?: string): Readonly<Record<string, T>> => {
  const values = Object.fromEntries(words.map((word) => [word.toUpperCase(), word]));
  registerEnumType(values, { name, description });
  return values;
};

export const PaymentState = enumOf('PaymentState', paymentStates);
export const PaymentMethod = enumOf('PaymentMethod', methods);
export const OperationKind = enumOf('PaymentOperationKind', ['open_page', 'authorize', 'capture', 'void', 'refund', 'surplus', 'return_surplus'] as const,
  'AUTHORIZE and SURPLUS are money that arrived; RETURN_SURPLUS gives back money that nobody had to pay.');
export const OperationState = enumOf('PaymentOperationState', ['requested', 'sent', 'accepted', 'unknown', 'succeeded', 'failed'] as const,
  'UNKNOWN: the provider did not answer; it is asked until it is known. Neither done nor failed.');
export const LedgerAccount = enumOf('LedgerAccount', ['buyer', 'hold', 'acquirer_receivable', 'surplus'] as const);
export const BankEventDirection = enumOf('BankEventDirection', ['intent', 'out', 'in', 'hand'] as const,
  'INTENT: a call is about to leave. OUT: our call and its answer. IN: the provider told us. HAND: a person settled the operation.');
export const HandOutcome = enumOf('HandOutcome', ['succeeded', 'failed'] as const, 'What an administrator found out at the provider. FAILED: nothing came of the call.');
