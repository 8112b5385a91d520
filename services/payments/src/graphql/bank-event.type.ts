import { connectionOf, PageArgs } from '@paygraph/shared/graphql/connections';
import { DateTime } from '@paygraph/shared/graphql/scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { BankEventDirection } from './enums';

@ObjectType({ description: 'One exchange with the provider, with everything secret and personal masked.' })
export class BankEvent {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ID, { nullable: true })
  readonly operationId!: string | null;

  @Field(() => BankEventDirection)
  readonly direction!: 'intent' | 'out' | 'in' | 'hand';

  @Field(() => String)
  readonly action!: string;

  @Field(() => String, { description: 'JSON.' })
  readonly request!: string;

  @Field(() => String, { nullable: true, description: 'JSON.' })
  readonly answer!: string | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status.' })
  readonly status!: number | null;

  @Field(() => String)
  readonly outcome!: string;

  @Field(() => Int, { nullable: true })
  readonly tookMs!: number | null;

  @Field(() => DateTime)
  readonly happenedAt!: Date;
}

export const { Connection: BankEventConnection } = connectionOf(BankEvent, 'BankEvent');

@ArgsType()
export class BankEventArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Words as in a web search.' })
  readonly search?: string | null;
}
