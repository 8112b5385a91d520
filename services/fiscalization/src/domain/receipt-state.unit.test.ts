import { nextReceiptState, receiptMoves, receiptStates } from './receipt-state';

describe('the states of a receipt', () => {
  it('allow exactly these moves', () => {
    const moves = receiptStates.flatMap((from) =>
      receiptMoves.flatMap((move) => {
        const to = nextReceiptState(from, move);
        return to === null ? [] : [`${from} -${move}-> ${to}`];
      }),
    );
    expect(moves).toEqual([
      'planned -send-> sent', 'planned -accept-> sent', 'planned -register-> registered', 'planned -refuse-> failed',
      'sent -accept-> sent', 'sent -keepUnsent-> planned', 'sent -loseAnswer-> unknown', 'sent -register-> registered', 'sent -refuse-> failed',
      'unknown -accept-> sent', 'unknown -loseAnswer-> unknown', 'unknown -findAbsent-> planned', 'unknown -register-> registered', 'unknown -refuse-> failed',
      'unknown -retry-> planned',
      'failed -retry-> planned',
    ]);
  });

  it('never lead out of registered: a fiscal document is for ever', () => {
    expect(receiptMoves.map((move) => nextReceiptState('registered', move))).toEqual(receiptMoves.map(() => null));
  });

  it('never lead from an unanswered call to another send without the word of the register or of a person', () => {
    expect(receiptMoves.filter((move) => nextReceiptState('unknown', move) === 'planned')).toEqual(['findAbsent', 'retry']);
    expect(nextReceiptState('unknown', 'send')).toBeNull();
    expect(nextReceiptState('sent', 'send')).toBeNull();
  });
});
