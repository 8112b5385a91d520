import { createBreaker } from './breaker';
import { createLog } from './log';
import { createGate, type Admission } from './gate';

const gateAt = () => {
  let at = 0;
  const log = createLog({ service: 'test', level: 'silent' });
  const gate = createGate({ atOnce: 2, breaker: createBreaker({ failuresMax: 3, restMs: 1_000, now: () => at, log, of: 'register' }) });
  return { gate, pass: (ms: number) => (at += ms) };
};
const isIn = (admission: Admission): boolean => 'leave' in admission;
const visit = (admission: Admission, outcome: 'heard' | 'failed' | 'not-asked'): void => {
  if ('leave' in admission) admission.leave(outcome);
};

describe('the gate of an outside system', () => {
  it('lets two in at once and tells the third when to come back', () => {
    const { gate } = gateAt();
    const first = gate.enter('a');
    expect([isIn(first), isIn(gate.enter('a')), isIn(gate.enter('a'))]).toEqual([true, true, false]);
    visit(first, 'heard');
    expect(isIn(gate.enter('a'))).toBe(true);
  });

  it('is each system’s own', () => {
    const { gate } = gateAt();
    gate.enter('a');
    gate.enter('a');
    expect(isIn(gate.enter('b'))).toBe(true);
  });

  it('leaves one alone after three failures in a row, then tries it with one call', () => {
    const { gate, pass } = gateAt();
    for (let failure = 0; failure < 3; failure += 1) visit(gate.enter('a'), 'failed');
    const refused = gate.enter('a');
    expect('comeBackInMs' in refused && refused.comeBackInMs).toBeGreaterThan(1_000);
    pass(1_001);
    const probe = gate.enter('a');
    expect([isIn(probe), isIn(gate.enter('a'))]).toEqual([true, false]);
    visit(probe, 'heard');
    expect([isIn(gate.enter('a')), isIn(gate.enter('a'))]).toEqual([true, true]);
  });

  it('tries another call at once when the one that was to see asked nothing', () => {
    const { gate, pass } = gateAt();
    for (let failure = 0; failure < 3; failure += 1) visit(gate.enter('a'), 'failed');
    pass(1_001);
    visit(gate.enter('a'), 'not-asked');
    expect(isIn(gate.enter('a'))).toBe(true);
  });

  it('does not take a visit that asked nothing for a sign of life', () => {
    const { gate } = gateAt();
    for (let failure = 0; failure < 3; failure += 1) {
      visit(gate.enter('a'), 'failed');
      visit(gate.enter('a'), 'not-asked');
    }
    expect(isIn(gate.enter('a'))).toBe(false);
  });
});
