export type WakeKind = 'outbox' | 'due-work' | 'parked';
export type Wakes = {
  /** Calls `wake` after a commit that may have made work of this kind. Returns the way out. */
  on(kind: WakeKind, wake: () => void): () => void;
  fire(kind: WakeKind): void;
};

const registries = new Map<string, Wakes>();

const create = (): Wakes => {
  const listeners = new Map<WakeKind, Set<() => void>>();
  return {
    on: (kind, wake) => {
      const set = listeners.get(kind) ?? new Set();
      listeners.set(kind, set.add(wake));
      return () => void set.delete(wake);
    },
    fire: (kind) => listeners.get(kind)?.forEach((wake) => wake()),
  };
};

/** Who waits for a service's commits in this process. A hint only: what wakes nobody is found by the slow poll. */
export const wakes = ({ service }: { readonly service: string }): Wakes => {
  const known = registries.get(service) ?? create();
  registries.set(service, known);
  return known;
};
