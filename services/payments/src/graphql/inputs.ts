import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Field, ID, InputType, Int } from 'type-graphql';
import type { Method } from '../domain/facts';
import { HandOutcome, PaymentMethod } from './enums';

const keyAbout = 'Repeating a request with the same key and input gives the first result.';

@InputType({ description: 'The buyer agrees that the card is kept.' })
export class SaveCardInput {
  @Field(() => String, { description: 'Which wording of the consent the buyer saw.' })
  readonly wordingVersion!: string;
}

@InputType()
export class StartPaymentInput {
  @Field(() => String, { description: keyAbout })
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly orderId!: string;

  @Field(() => PaymentMethod)
  readonly method!: Method;

  @Field(() => ID, { nullable: true, description: 'Chosen by rule when left out.' })
  readonly contractId?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the buyer returns to.' })
  readonly returnUrl?: string | null;

  @Field(() => SaveCardInput, { nullable: true })
  readonly saveCard?: SaveCardInput | null;
}

@InputType()
export class CapturePaymentInput {
  @Field(() => String, { description: keyAbout })
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly paymentId!: string;

  @Field(() => MinorUnits, { nullable: true, description: 'Kopecks; the whole hold when left out. The rest goes back to the buyer at once.' })
  readonly amount?: Minor | null;
}

@InputType()
export class VoidPaymentInput {
  @Field(() => String, { description: keyAbout })
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly paymentId!: string;

  @Field(() => String, { defaultValue: 'asked for' })
  readonly reason!: string;
}

@InputType()
export class RefundLineInput {
  @Field(() => ID)
  readonly childOrderId!: string;

  @Field(() => ID)
  readonly lineId!: string;

  @Field(() => Int, { description: 'Thousandths of the measure: 2000 is two pieces.' })
  readonly quantityMilli!: number;
}

@InputType({ description: 'By sum, by lines, or everything that is left.' })
export class RefundPaymentInput {
  @Field(() => String, { description: keyAbout })
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly paymentId!: string;

  @Field(() => MinorUnits, { nullable: true, description: 'Kopecks.' })
  readonly amount?: Minor | null;

  @Field(() => [RefundLineInput], { nullable: true })
  readonly lines?: readonly RefundLineInput[] | null;

  @Field(() => String)
  readonly reason!: string;
}

@InputType()
export class SettleOperationInput {
  @Field(() => String, { description: keyAbout })
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly paymentId!: string;

  @Field(() => ID, { description: 'An operation that is in doubt.' })
  readonly operationId!: string;

  @Field(() => HandOutcome)
  readonly outcome!: 'succeeded' | 'failed';

  @Field(() => String, { description: 'What was seen at the provider, and by which document.' })
  readonly reason!: string;
}
