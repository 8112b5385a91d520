import { minor } from '@paygraph/shared/money';
import { now, operationId } from '../testing/facts';
import { concluded } from './inquiry';
import { newOperation, type Operation } from './operation';
import type { Finding } from './provider';

const certainty = { absencesNeeded: 2, absenceAgeMs: 10_000, inquiriesBeforeReview: 3 };
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const operation = (over: Partial<Operation> = {}): Operation =>
  newOperation({ id: operationId('a'), kind: 'refund', amount: minor(100), origin: 'request', reason: '', state: 'unknown', sentAt: ago(60_000), ...over });
const conclude = (finding: Finding, over: Partial<Operation> = {}) => concluded(operation(over), finding, { certainty, now });

describe('what an inquiry leads to', () => {
  it('is success with the provider\'s number when it was done', () => expect(conclude({ kind: 'done', ref: '7' })).toMatchObject({ do: 'succeed', ref: '7' }));
  it('is failure when the provider says so', () => expect(conclude({ kind: 'failed', reason: 'no' })).toEqual({ do: 'fail', reason: 'no' }));
  it('is patience while it runs, or while nothing is known', () => {
    expect(conclude({ kind: 'in-progress' })).toEqual({ do: 'wait', proofs: 0, review: null });
    expect(conclude({ kind: 'unknown', reason: 'no answer' }, { proofs: 1 })).toEqual({ do: 'wait', proofs: 1, review: null });
  });

  it('is a repeat only after no trace was seen twice, by a call old enough to have arrived', () => {
    expect(conclude({ kind: 'absent' })).toEqual({ do: 'wait', proofs: 1, review: null });
    expect(conclude({ kind: 'absent' }, { proofs: 1, sentAt: ago(9_999) })).toEqual({ do: 'wait', proofs: 2, review: null });
    expect(conclude({ kind: 'absent' }, { proofs: 1, sentAt: ago(10_000) })).toEqual({ do: 'repeat', keepProofs: false });
  });

  it('is a repeat at once where the call cannot act twice', () => expect(conclude({ kind: 'repeatable' })).toEqual({ do: 'repeat', keepProofs: true }));

  it('is never a repeat of what the provider said it accepted', () => {
    expect(conclude({ kind: 'absent' }, { state: 'accepted', proofs: 99 }).do).toBe('wait');
    expect(conclude({ kind: 'repeatable' }, { state: 'accepted' }).do).toBe('wait');
  });

  it('asks for a person when the books contradict each other, and once when it takes too long', () => {
    expect(conclude({ kind: 'contradiction', reason: 'two refunds' })).toMatchObject({ do: 'wait', review: 'two refunds' });
    const reviews = [0, 1, 2, 3, 4].map((inquiries) => conclude({ kind: 'unknown', reason: '' }, { inquiries })).map((made) => made.do === 'wait' && made.review !== null);
    expect(reviews).toEqual([false, false, true, false, false]);
  });
});
