import { Field, ObjectType } from 'type-graphql';

/** What may be known of credentials: that they are there, and which key opens them. There is no field for their content. */
@ObjectType()
export abstract class WithCredentials {
  @Field(() => Boolean)
  readonly credentialsSet!: boolean;

  @Field(() => String, { description: 'The key of the service that uses them.' })
  readonly sealedWithKeyId!: string;

  @Field(() => Boolean, { description: 'False after that service changed its key: give the credentials again, then the old key can be dropped.' })
  readonly sealedWithCurrentKey!: boolean;
}
