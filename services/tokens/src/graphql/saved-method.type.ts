import { DateTime } from '@paygraph/shared/graphql/scalars';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Consent as ConsentValue } from '../domain/consent';
import type { SavedMethod as Method, Switcher } from '../domain/saved-method';

export const SwitchedOffBy = { CUSTOMER: 'customer', ADMIN: 'admin' } as const;
registerEnumType(SwitchedOffBy, { name: 'SwitchedOffBy' });
export const ConsentKind = { GIVEN: 'given', WITHDRAWN: 'withdrawn', RESTORED: 'restored' } as const;
registerEnumType(ConsentKind, { name: 'ConsentKind' });

@ObjectType({ description: 'A line of the ledger of consents, which only grows.' })
export class Consent {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ConsentKind)
  readonly kind!: ConsentValue['kind'];

  @Field(() => String, { nullable: true, description: 'Which text the buyer agreed to.' })
  readonly wordingVersion!: string | null;

  @Field(() => ID, { nullable: true, description: 'The payment that the consent came with.' })
  readonly paymentId!: string | null;

  @Field(() => DateTime)
  readonly happenedAt!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A card that a buyer allowed to keep. Its number is nowhere in this system.' })
export class SavedMethod {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ID)
  readonly customerId!: string;

  @Field(() => ID)
  readonly contractId!: string;

  @Field(() => String)
  readonly brand!: string;

  @Field(() => String)
  readonly last4!: string;

  @Field(() => String, { nullable: true, description: 'YYYY-MM' })
  readonly expiresOn!: string | null;

  @Field(() => Boolean, { description: 'Whether a charge may use it now.' })
  readonly on!: boolean;

  @Field(() => [SwitchedOffBy], { description: 'Each of them alone can take the own off back.' })
  readonly offBy!: readonly Switcher[];

  @Field(() => Boolean)
  readonly isDefault!: boolean;
}

/** What may be shown; the bank's reference and the fingerprint stay behind. */
export const methodView = ({ id, customerId, contractId, brand, last4, expiresOn, offBy, isDefault }: Method): SavedMethod =>
  Object.assign(new SavedMethod(), { id, customerId, contractId, brand, last4, expiresOn, on: offBy.length === 0, offBy, isDefault });
