import type { Books, Check, Found } from './books';
import { groupBy } from './group';

const isCount = (numbers: readonly number[], last: number): boolean => numbers.length === last && numbers.every((number, index) => number === index + 1);

const onTopic = ({ messages }: Books): Map<string, number[]> => {
  const entries = groupBy(messages.filter(({ topic }) => topic === 'orders.timeline.v1'), ({ key }) => key);
  return new Map([...entries].map(([order, all]) => [order, [...new Set(all.map(({ aggregateVersion }) => aggregateVersion))].sort((a, b) => a - b)]));
};

/** Each order's history counts 1, 2, 3 …, in the database, on the topic, and before the eyes of who watched, broken lines or not. */
export const timelinesWhole: Check = {
  name: 'timelines whole',
  about: 'histories are numbered without gaps in the database, on the topic and for the watchers, who saw each entry once',
  run: (books) => {
    const stored = groupBy(books.timeline, ({ order_id }) => order_id);
    const told = onTopic(books);
    const seen = groupBy(books.told.seen(), ({ orderId }) => orderId);
    return books.orders.flatMap(({ id, seq }): Found[] => {
      const places = { 'the database': (stored.get(id) ?? []).map((entry) => entry.seq), 'the topic': told.get(id) ?? [], 'a watcher': (seen.get(id) ?? []).map((entry) => entry.seq) };
      return Object.entries(places).filter(([, numbers]) => !isCount(numbers, seq)).map(([where, numbers]) => ({ text: `the history in ${where} is not 1 to ${seq}: ${numbers.join(' ')}`, orderId: id }));
    });
  },
};
