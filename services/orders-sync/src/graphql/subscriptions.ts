import { mapStream } from '@paygraph/shared/graphql/streams';
import { GraphQLError } from 'graphql';
import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { watchMerchant, watchOrder } from '../timeline/streams';
import type { OrdersContext } from './context';
import { feedCursor, feedPlace, orderCursor, orderPlace } from './cursors';
import { loadOrder } from './load';
import { TimelineEntry } from './timeline.type';
import { entryView } from './views';

type Ask = Readonly<{ args: { orderId?: string; after?: string | null }; context: OrdersContext }>;

const ordersTimeline = async ({ args, context }: Ask): Promise<AsyncIterable<TimelineEntry>> => {
  const order = await loadOrder(context, args.orderId ?? '');
  if (!order) throw new GraphQLError('There is no Order with this id.', { extensions: { code: 'NOT_FOUND' } });
  return mapStream(watchOrder(context, order.id, orderPlace(args.after)), (entry) => entryView(entry, orderCursor(entry)));
};

const merchantsFeed = ({ args, context }: Ask): AsyncIterable<TimelineEntry> =>
  mapStream(watchMerchant(context, feedPlace(args.after)), (entry) => entryView(entry, feedCursor(entry)));

@Resolver()
export class Subscriptions {
  @Subscription(() => TimelineEntry, {
    subscribe: (ask) => ordersTimeline(ask as Ask),
    description:
      'Everything after the cursor (from the beginning without one), then what happens. No gap, no repeat. Ends with the asker\'s token. One who reads too slowly, more than 1,000 entries behind, is ended with the code FELL_BEHIND: subscribe again with the last cursor.',
  })
  orderTimeline(@Root() entry: TimelineEntry, @Arg('orderId', () => ID) _orderId: string, @Arg('after', () => String, { nullable: true }) _after?: string | null): TimelineEntry {
    return entry;
  }

  @Subscription(() => TimelineEntry, { subscribe: (ask) => merchantsFeed(ask as Ask), description: 'The same over all orders of the merchant.' })
  merchantFeed(@Root() entry: TimelineEntry, @Arg('after', () => String, { nullable: true }) _after?: string | null): TimelineEntry {
    return entry;
  }
}
