import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Things of other services that payments point at by their id. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Contract {
  @Field(() => ID)
  readonly id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class LegalEntity {
  @Field(() => ID)
  readonly id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
export class Order {
  @Field(() => ID)
  readonly id!: string;
}
