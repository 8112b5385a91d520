import type { TimelineNews } from '../use-cases/desk';

/** Who in this process waits for entries: of one order or of all orders of a merchant. A hint only; a slow poll finds the rest. */
export type TimelineWakes = Readonly<{
  on(id: string, wake: () => void): () => void;
  fire(news: TimelineNews): void;
  fireAll(): void;
}>;

export const createTimelineWakes = (): TimelineWakes => {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (id: string): void => waiting.get(id)?.forEach((listener) => listener());
  return {
    on: (id, listener) => {
      const listeners = waiting.get(id) ?? new Set();
      waiting.set(id, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && waiting.get(id) === listeners) waiting.delete(id);
      };
    },
    fire: ({ merchantId, orderId }) => [merchantId, orderId].forEach(wake),
    fireAll: () => [...waiting.keys()].forEach(wake),
  };
};
