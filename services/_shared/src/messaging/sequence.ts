/** What is known of one aggregate at one consumer. Versions count from 1; `last` is 0 before the first. */
export type KeyState = Readonly<{
  last: number;
  /** Versions of parked events of this key. */
  parked: ReadonlySet<number>;
  /** A parked message of this key could not be read, so nobody knows which version it was. */
  unreadable: boolean;
}>;

export type Decision = 'apply' | 'drop' | 'gap' | 'behind';

const onCompacted = ({ last, unreadable }: KeyState, version: number): Decision => {
  if (version <= last) return 'drop';
  // Every message is the whole present state: an older one that failed is superseded, a missing one was compacted away.
  return unreadable ? 'behind' : 'apply';
};

/**
 * Whether an event may be applied now: the next version is, an old one is dropped, and one after a hole waits, as does everything
 * behind a parked event of the same key. Other keys are never touched.
 */
export const decide = (state: KeyState, version: number, compacted: boolean): Decision => {
  if (compacted) return onCompacted(state, version);
  if (version <= state.last || state.parked.has(version)) return 'drop';
  if (state.unreadable) return 'behind';
  if (version === state.last + 1) return 'apply';
  return state.parked.size > 0 ? 'behind' : 'gap';
};
