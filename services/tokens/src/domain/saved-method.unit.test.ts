import { announcement, boundAgain, switchedOff, switchedOn, type Switcher } from './saved-method';

const all: readonly (readonly Switcher[])[] = [[], ['customer'], ['admin'], ['customer', 'admin']];
const shown = (offBy: readonly Switcher[]): string => (offBy.length === 0 ? 'on' : `off by ${offBy.join('+')}`);
const afterOn = (offBy: readonly Switcher[], who: Switcher): string => {
  const result = switchedOn(offBy, who);
  return result.ok ? shown(result.value) : `refused: ${result.error.by}`;
};
const grid = (event: (offBy: readonly Switcher[]) => string): Record<string, string> => Object.fromEntries(all.map((offBy) => [shown(offBy), event(offBy)]));

describe('a saved method', () => {
  it('is off at once for whoever switches it off', () => {
    expect(grid((offBy) => shown(switchedOff(offBy, 'customer')))).toEqual({
      on: 'off by customer', 'off by customer': 'off by customer', 'off by admin': 'off by customer+admin', 'off by customer+admin': 'off by customer+admin',
    });
    expect(grid((offBy) => shown(switchedOff(offBy, 'admin')))).toEqual({
      on: 'off by admin', 'off by customer': 'off by customer+admin', 'off by admin': 'off by admin', 'off by customer+admin': 'off by customer+admin',
    });
  });

  it('is switched on only by who switched it off', () => {
    expect(grid((offBy) => afterOn(offBy, 'customer'))).toEqual({
      on: 'on', 'off by customer': 'on', 'off by admin': 'refused: admin', 'off by customer+admin': 'refused: admin',
    });
    expect(grid((offBy) => afterOn(offBy, 'admin'))).toEqual({
      on: 'on', 'off by customer': 'refused: customer', 'off by admin': 'on', 'off by customer+admin': 'refused: customer',
    });
  });

  it('comes back with a new binding unless the shop blocked it', () => {
    expect(grid((offBy) => shown(boundAgain(offBy)))).toEqual({
      on: 'on', 'off by customer': 'on', 'off by admin': 'off by admin', 'off by customer+admin': 'off by admin',
    });
  });

  it('is announced only when it begins or ceases to be usable', () => {
    const told = all.flatMap((before) => all.map((after) => [shown(before), '->', shown(after), announcement(before, after)] as const)).filter(([, , , event]) => event !== null);
    expect(told.map((line) => line.join(' '))).toEqual([
      'on -> off by customer SavedMethodSwitchedOff',
      'on -> off by admin SavedMethodSwitchedOff',
      'on -> off by customer+admin SavedMethodSwitchedOff',
      'off by customer -> on SavedMethodSwitchedOn',
      'off by admin -> on SavedMethodSwitchedOn',
      'off by customer+admin -> on SavedMethodSwitchedOn',
    ]);
  });
});
