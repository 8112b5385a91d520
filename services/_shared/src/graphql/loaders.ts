import DataLoader from 'dataloader';

/** Answers in the order of the keys; null where there is nothing, or nothing that this actor may see. */
export type Batch<K, V> = (keys: readonly K[]) => Promise<readonly (V | null)[]>;

export type Loaders = Readonly<{
  /** The loader of this name in this request; made on first use. One name always means one batch function. */
  of<K, V>(name: string, batch: Batch<K, V>): DataLoader<K, V | null, string>;
}>;

const batchMax = 100;

const canonical = (key: unknown): string =>
  typeof key === 'string' ? key : JSON.stringify(key, (_name, value: unknown) => (isPlain(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value));

const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** One per request (and per event of a subscription): what was loaded is never shown to another actor, nor stale to the same one. */
export const createLoaders = (): Loaders => {
  const loaders = new Map<string, unknown>();
  return {
    of<K, V>(name: string, batch: Batch<K, V>) {
      const known = loaders.get(name) as DataLoader<K, V | null, string> | undefined;
      if (known) return known;
      const loader = new DataLoader<K, V | null, string>(batch, { maxBatchSize: batchMax, cacheKeyFn: canonical });
      loaders.set(name, loader);
      return loader;
    },
  };
};
