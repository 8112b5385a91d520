import { MinorUnits } from '@paygraph/shared/graphql/scalars';
import type { Minor } from '@paygraph/shared/money';
import { Field, InputType, Int } from 'type-graphql';
import { usualMethods, type MethodCapability } from '../domain/capabilities';
import { ContractMethod, PayeeAccount } from './enums';

@InputType({ description: 'What is left out takes what the method is usually able to do.' })
export class MethodCapabilityInput {
  @Field(() => ContractMethod)
  readonly method!: MethodCapability['method'];

  @Field(() => Boolean, { nullable: true })
  readonly hold?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'The day of authorisation counts as the first.' })
  readonly holdDays?: number | null;

  @Field(() => Boolean, { nullable: true })
  readonly partialCapture?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  readonly partialRefund?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'A card, or an account, can be bound and charged later.' })
  readonly saved?: boolean | null;

  @Field(() => PayeeAccount, { nullable: true })
  readonly payee?: MethodCapability['payee'] | null;

  @Field(() => MinorUnits, { nullable: true })
  readonly minAmount?: Minor | null;

  @Field(() => MinorUnits, { nullable: true })
  readonly maxAmount?: Minor | null;

  @Field(() => Int, { nullable: true, description: 'Hundredths of a per cent.' })
  readonly feeBasisPoints?: number | null;
}

// What was left out, or given as null, is not there.
const given = (input: MethodCapabilityInput): Partial<MethodCapability> => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined));

const capabilityOf = (input: MethodCapabilityInput): MethodCapability => {
  const capability = { ...usualMethods[input.method], ...given(input) };
  // A method that takes the money at once has no part to capture, whatever it usually can.
  return input.partialCapture === true ? capability : { ...capability, partialCapture: capability.partialCapture && capability.hold };
};

/** Plain objects, as they are stored. */
export const methodsOf = (input: readonly MethodCapabilityInput[] | null | undefined): readonly MethodCapability[] => input?.map(capabilityOf) ?? [usualMethods.card];
