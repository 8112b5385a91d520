import type { Check, Found } from './books';

/** Every buyer's story came to its end, and the order is where the story leaves it. */
export const storiesEnd: Check = {
  name: 'stories end',
  about: 'every story came to its end, with the order in the status that it leads to',
  run: ({ told, orders }) => {
    const statusOf = new Map(orders.map(({ id, status }) => [id, status]));
    return told.stories.flatMap(({ story, number, orderId, ends, failed }): Found[] => {
      if (failed !== undefined) return [{ text: `"${story}" ${number} did not come to its end: ${failed}`, orderId }];
      const status = statusOf.get(orderId ?? '');
      return ends === undefined || status === ends ? [] : [{ text: `"${story}" ${number} ended ${status} instead of ${ends}`, orderId }];
    });
  },
};
