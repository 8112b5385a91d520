/** A map that forgets what has not been asked for the longest when it is full. */
export type RecentlyUsed<V> = Readonly<{ get(key: string): V | undefined; set(key: string, value: V): void; delete(key: string): void; clear(): void; size(): number }>;

export const recentlyUsed = <V>(max: number): RecentlyUsed<V> => {
  const kept = new Map<string, V>();
  return {
    get: (key) => {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      // A map keeps the order of insertion: the first is the one that was left alone the longest.
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    set: (key, value) => {
      kept.delete(key);
      kept.set(key, value);
      const [oldest] = kept.keys();
      if (kept.size > max && oldest !== undefined) kept.delete(oldest);
    },
    delete: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    size: () => kept.size,
  };
};
