import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class LineQuantityInput {
  @Field(() => ID)
  readonly lineId!: string;

  @Field(() => Int, { description: 'Thousandths of the measure: two pieces are 2000.' })
  readonly quantityMilli!: number;
}
