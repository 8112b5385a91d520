import { minor } from '@paygraph/shared/money';
import { operationId } from '../testing/facts';
import { newOperation, nextOperationState, nextStep, operationTransitions, type OperationMove, type OperationState } from './operation';

const states = Object.keys(operationTransitions) as OperationState[];
const moves: readonly OperationMove[] = ['send', 'accept', 'lose', 'return', 'succeed', 'fail'];

describe('the states of an operation', () => {
  it('allow exactly these moves: what is sent never goes back unless nothing came of it, and an end is an end', () => {
    const allowed = states.flatMap((from) => moves.flatMap((move) => (nextOperationState(from, move) === null ? [] : [`${from} -${move}-> ${nextOperationState(from, move)}`])));
    expect(allowed).toEqual([
      'requested -send-> sent', 'requested -lose-> unknown', 'requested -fail-> failed',
      'sent -accept-> accepted', 'sent -lose-> unknown', 'sent -return-> requested', 'sent -succeed-> succeeded', 'sent -fail-> failed',
      'accepted -succeed-> succeeded', 'accepted -fail-> failed',
      'unknown -accept-> accepted', 'unknown -return-> requested', 'unknown -succeed-> succeeded', 'unknown -fail-> failed',
    ]);
  });
});

describe('the next step of a payment\'s calls', () => {
  const operation = (seq: number, state: OperationState, kind: 'refund' | 'authorize' = 'refund') =>
    newOperation({ id: operationId(String(seq)), seq, kind, state, amount: minor(1), origin: 'request', reason: '' });

  it.each<[string, OperationState[], string | null]>([
    ['asks after what is unsettled before it sends anything new', ['succeeded', 'requested', 'unknown'], 'inquire 3'],
    ['asks after a call that was cut off', ['sent', 'requested'], 'inquire 1'],
    ['waits for what the provider accepted', ['accepted', 'requested'], 'inquire 1'],
    ['sends the oldest request', ['failed', 'requested', 'requested'], 'call 2'],
    ['is none when all have ended', ['failed', 'succeeded'], null],
  ])('%s', (_what, given, expected) => {
    const step = nextStep(given.map((state, index) => operation(index + 1, state)).reverse());
    expect(step ? `${step.do} ${step.operation.seq}` : null).toBe(expected);
  });

  it('is never about a fact that came from the provider', () => expect(nextStep([operation(1, 'requested', 'authorize')])).toBeNull());
});
