import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Things of the merchants service that orders point at by their id. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Warehouse {
  @Field(() => ID)
  readonly id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class LegalEntity {
  @Field(() => ID)
  readonly id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Vendor {
  @Field(() => ID)
  readonly id!: string;
}
