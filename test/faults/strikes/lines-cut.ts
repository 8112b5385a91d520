import type { System } from '../system/system';
import { serviceNames } from '@paygraph/gateway/stack/schemas';
import { forAWhile, type Strike } from './strike';

const names = [
  ...serviceNames.flatMap((name) => [`${name}>postgres`, `${name}>kafka`, `gateway>${name}`]),
  'payments>bank', 'fiscalization>register', 'bank>payments', 'carrier>orders-sync',
];
const states = ['cut', 'stall', 'mute'] as const;

const hitsOf = ({ lines }: System, name: string): number => lines.hits(name);

/** Between any two: connections are reset and refused, or nothing passes, or the answers do not. */
export const lineCuts: readonly Strike[] = names.map((name) => ({
  name: `cut ${name}`,
  target: name,
  make: async (field) => {
    const { system, random } = field;
    const before = hitsOf(system, name);
    const state = random.pick(states);
    await forAWhile(field, random.between(2, 12), { hurt: () => system.lines.set(name, state), heal: () => system.lines.set(name, 'pass') });
    return hitsOf(system, name) - before;
  },
}));
