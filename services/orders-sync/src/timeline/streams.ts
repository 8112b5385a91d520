import type { Actor } from '@paygraph/shared/identity';
import type { Stream } from '@paygraph/shared/graphql/streams';
import type { Entry, FeedPlace } from '../storage/timeline';
import type { Reads } from '../use-cases/read';
import { maySee } from '../use-cases/viewer';
import { follow } from './follow';
import type { TimelineWakes } from './wakes';

export type Watching = Readonly<{ reads: Reads; wakes: TimelineWakes; actor: Actor }>;
const portion = 100;

/** The history of one order after number `after`, then every new entry. What the actor may not see is left out as it comes. */
export const watchOrder = ({ reads, wakes, actor }: Watching, orderId: string, after: number): Stream<Entry> => {
  let place = after;
  return follow({
    endsAt: actor.expiresAt,
    listen: (wake) => wakes.on(orderId, wake),
    read: async () => {
      const entries = await reads.entriesOf(actor, { orderId, after: place, limit: portion });
      place = entries.at(-1)?.seq ?? place;
      // A portion of which nothing may be seen is not the end.
      return { values: entries.filter((entry) => maySee(actor, entry)), more: entries.length === portion };
    },
  });
};

/** Every entry of the merchant's orders after `after`, in an order in which nothing can appear behind the reader. */
export const watchMerchant = ({ reads, wakes, actor }: Watching, after: FeedPlace): Stream<Entry> => {
  let place = after;
  return follow({
    endsAt: actor.expiresAt,
    listen: (wake) => wakes.on(actor.merchantId, wake),
    read: async () => {
      const { entries, waits } = await reads.feed(actor, { after: place, limit: portion });
      place = entries.at(-1)?.place ?? place;
      return { values: entries.filter((entry) => maySee(actor, entry)), more: entries.length === portion, waits };
    },
  });
};
