import { minor } from '@paygraph/shared/money';
import { now, operationId, startedPayment } from '../testing/facts';
import { holdStep, type HoldView } from './hold-step';
import { newOperation, type NewOperation } from './operation';
import type { PaymentState } from './payment-state';
import type { ProviderState } from './provider';

const hour = 3_600_000;
type Case = Readonly<{ state?: PaymentState; endsInHours?: number; seen?: ProviderState | null; operation?: Partial<NewOperation>; atHoldExpiry?: HoldView['atHoldExpiry'] }>;
const step = ({ state = 'authorized', endsInHours = 0.5, seen = 'settled', operation, atHoldExpiry = 'captures' }: Case) => {
  const { payment } = startedPayment();
  const holdExpiresAt = new Date(now.getTime() + endsInHours * hour);
  const operations = operation ? [newOperation({ id: operationId('x'), kind: 'capture', amount: minor(1), origin: 'clock', reason: '', ...operation })] : [];
  const provider = seen && { id: '1', reference: payment.id, amount: payment.amount, returned: minor(0), state: seen, obtainedAt: null };
  return holdStep({ payment: { ...payment, state, holdExpiresAt }, operations }, { leadSeconds: 3_600, now, seen: provider, atHoldExpiry });
};
const refusedAfterEnd = { state: 'failed', sentAt: now } as const;

describe('the clock of a hold', () => {
  it.each<[string, Case, string]>([
    ['waits while there is time', { endsInHours: 2 }, 'wait'],
    ['acts when the lead is reached', {}, 'act'],
    ['acts late rather than never', { endsInHours: -1 }, 'act'],
    ['asks again when the provider gave no answer', { seen: null }, 'ask-again'],
    ['asks again while a capture runs', { state: 'capturing' }, 'ask-again'],
    ['follows the provider when it released the hold', { seen: 'cancelled' }, 'observe-release'],
    ['follows the provider when it returned the money', { seen: 'returned' }, 'observe-release'],
    ['asks again while money is on its way back', { seen: 'returning' }, 'ask-again'],
    ['believes in the provider\'s own capture a day after the term, when even a capture was refused', { endsInHours: -25, operation: refusedAfterEnd }, 'observe-capture'],
    ['does not believe in it without that refusal', { endsInHours: -25 }, 'act'],
    ['does not believe in it on the day itself', { endsInHours: -1, operation: refusedAfterEnd }, 'act'],
    ['does not believe in it at a provider that releases', { endsInHours: -25, operation: refusedAfterEnd, atHoldExpiry: 'releases' }, 'act'],
    ['reads once more what it did itself', { state: 'captured', operation: { state: 'succeeded' } }, 'verify'],
    ['stops when somebody else ended the hold', { state: 'captured', operation: { state: 'succeeded', origin: 'order' } }, 'stop'],
  ])('%s', (_what, given, expected) => expect(step(given)).toBe(expected));
});
