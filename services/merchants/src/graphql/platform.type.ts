import { Field, ID, ObjectType } from 'type-graphql';
import { PlatformKind } from './enums';
import { WithCredentials } from './sealed-credentials.type';

@ObjectType({ description: 'An outside system that calls in with a secret of its own.' })
export class Platform extends WithCredentials {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => PlatformKind)
  readonly kind!: 'delivery';

  @Field(() => String)
  readonly name!: string;

  @Field(() => Boolean)
  readonly active!: boolean;
}
