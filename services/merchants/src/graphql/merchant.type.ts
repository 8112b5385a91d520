import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A shop or a marketplace.' })
export class Merchant {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly siteUrl!: string;

  @Field(() => Boolean)
  readonly active!: boolean;
}
