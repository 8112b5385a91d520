import { nextState, paymentStates, type PaymentMove } from './payment-state';

const moves: readonly PaymentMove[] = ['openPage', 'authorize', 'decline', 'cancel', 'startCapture', 'startVoid', 'capture', 'void', 'rejectCapture', 'rejectVoid', 'refundPart', 'refundAll'];

describe('the states of a payment', () => {
  it('allow exactly these moves', () => {
    const allowed = paymentStates.flatMap((from) => moves.flatMap((move) => (nextState(from, move) === null ? [] : [`${from} -${move}-> ${nextState(from, move)}`])));
    expect(allowed).toEqual([
      'created -openPage-> awaiting_buyer', 'created -authorize-> authorized', 'created -decline-> declined', 'created -cancel-> cancelled',
      'awaiting_buyer -authorize-> authorized', 'awaiting_buyer -decline-> declined', 'awaiting_buyer -cancel-> cancelled',
      'authorized -startCapture-> capturing', 'authorized -startVoid-> voiding', 'authorized -capture-> captured', 'authorized -void-> voided',
      'capturing -capture-> captured', 'capturing -rejectCapture-> authorized',
      'voiding -void-> voided', 'voiding -rejectVoid-> authorized',
      'captured -refundPart-> partially_refunded', 'captured -refundAll-> refunded',
      'partially_refunded -refundPart-> partially_refunded', 'partially_refunded -refundAll-> refunded',
      'declined -authorize-> authorized',
    ]);
  });
});
