import { forAWhile, type Field, type Strike } from './strike';

const slow = (name: string, ofLine: (line: string) => boolean): Strike => ({
  name,
  target: name,
  make: (field: Field) => {
    const { lines } = field.system;
    const slowed = lines.names().filter(ofLine);
    const hits = (): number => slowed.reduce((sum, line) => sum + lines.hits(line), 0);
    const before = hits();
    const set = (state: 'slow' | 'pass') => () => slowed.forEach((line) => lines.set(line, state));
    return forAWhile(field, 10, { hurt: set('slow'), heal: set('pass'), hits: () => hits() - before });
  },
});

/** Every piece of data from or to the broker takes 400 ms more. */
export const kafkaSlow = slow('slow kafka', (line) => line.endsWith('>kafka'));
