import { connectionOf } from '@paygraph/shared/graphql/connections';
import { DateTime } from '@paygraph/shared/graphql/scalars';
import { Field, Int, ObjectType, ID } from 'type-graphql';

@ObjectType({ description: 'A short public value of an entry: a sum in kopecks, a status, a number of a receipt.' })
export class TimelineFact {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly value!: string;
}

@ObjectType({ description: 'One line of an order\'s history, out of all services.' })
export class TimelineEntry {
  @Field(() => String, { description: 'Give it as "after" to go on behind this entry: to the list or stream that it came from.' })
  readonly cursor!: string;

  @Field(() => Int, { description: 'Counts within the order, without gaps.' })
  readonly seq!: number;

  @Field(() => ID)
  readonly orderId!: string;

  @Field(() => String, { description: 'payment.captured, receipt.closing.registered, delivery.delivered and so on.' })
  readonly kind!: string;

  @Field(() => DateTime)
  readonly happenedAt!: Date;

  @Field(() => [TimelineFact])
  readonly facts!: readonly TimelineFact[];

  readonly childOrderId!: string | null;
}

export const { Connection: TimelineEntryConnection } = connectionOf(TimelineEntry, 'TimelineEntry');
