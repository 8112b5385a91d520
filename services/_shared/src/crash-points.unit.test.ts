import { crashPointsFrom } from './crash-points';

const diesAt = (spec: string | undefined, names: readonly string[]): string[] => {
  const died: string[] = [];
  let last = '';
  const crash = crashPointsFrom(spec, () => died.push(last));
  for (const [index, name] of names.entries()) {
    last = `${name}#${index + 1}`;
    crash(name);
  }
  return died;
};

describe('crash points', () => {
  it.each([
    ['before-call', ['before-call'], ['before-call#1']],
    ['before-call', ['capture:before-call'], ['capture:before-call#1']],
    ['capture:before-call', ['refund:before-call'], []],
    ['before-call#3', ['before-call', 'before-call', 'before-call', 'before-call'], ['before-call#3']],
    [undefined, ['before-call'], []],
    ['', ['before-call'], []],
  ])('%s with %j dies at %j', (spec, names, expected) => expect(diesAt(spec, names)).toEqual(expected));

  it('refuses a text that names no point', () => expect(() => crashPointsFrom('#2')).toThrow('name#times'));
});
